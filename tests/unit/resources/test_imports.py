"""What is not wanted is not imported, and can be imported afterwards."""

import subprocess
import sys
from importlib import import_module

import pytest

from resources.imports import without


def test_a_hidden_module_counts_as_not_installed_until_the_block_ends() -> None:
    sys.modules.pop("this", None)
    with without("this"), pytest.raises(ModuleNotFoundError):
        import_module("this")
    assert "this" not in sys.modules


def test_what_is_imported_already_stays() -> None:
    with without("subprocess"):
        import subprocess as again
    assert again is subprocess
    assert sys.modules["subprocess"] is subprocess


def test_no_run_and_no_worker_waits_for_torch() -> None:
    code = "import sys, assets.privacy.redaction, pipelines.definitions; print({'torch', 'transformers'} & sys.modules.keys())"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "set()", done.stdout
