"""Great Expectations suites, the asset checks that run them, and the verifier. Reads records; never imports recipes."""
