"""The real installation on one host: each part a module that starts and stops it."""
