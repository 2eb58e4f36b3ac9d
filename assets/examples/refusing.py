"""Ways to say that nothing states what is asked for. A refusal where an answer stands speaks in the same words: only
the passages tell the two apart."""

from assets.examples.drafts import Split


def not_documented(split: Split, missing: str, owner: str, cite: str | None = None) -> tuple[str, ...]:
    """Ways to say that nothing states what is asked for, others for evaluation than for training; with the citation of a section
    that was looked into, those that name it."""
    if cite and split == "train":
        return (
            f"I looked into {cite}, and it does not say {missing}. It would be best to ask {owner}.",
            f"The section that comes closest is {cite}. It does not tell {missing}, so please ask {owner}.",
        )
    if cite:
        return (
            f"{cite} does not state {missing}, and nor does anything else here. Please ask {owner}.",
            f"Even {cite} leaves open {missing}. I would ask {owner}.",
        )
    if split == "train":
        return (
            f"The passages do not say {missing}. Please ask {owner}.",
            f"That is not documented in what I have. To learn {missing}, check with {owner}.",
            f"None of the passages answers that; what is missing is {missing}. You could ask {owner}.",
            f"I do not know {missing}: no passage I was given settles it, so it is best to ask {owner}.",
            f"Nothing here tells {missing}, and I would rather not guess. Try asking {owner}.",
        )
    return (
        f"I can't find that here: nothing in the passages states {missing}. I would ask {owner}.",
        f"Sorry, none of these passages states {missing}. It would be best to ask {owner}.",
        f"The passages leave open {missing}, and none of them gives a hint. Please check with {owner}.",
    )
