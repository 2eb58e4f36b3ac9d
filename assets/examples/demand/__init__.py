"""The demand side: what people really asked in tickets, and what of it the documents answer, leave open or do not know."""
