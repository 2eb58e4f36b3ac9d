"""The command line on a real installation: exit codes, and the same facts from every command."""

import json
from pathlib import Path

from tests.installation import Demo, Installation


def test_versions_lists_what_the_runs_made_oldest_first(demo: Demo) -> None:
    listed = json.loads(demo.knowbound("versions", "--json").stdout)
    assert [row["version"] for row in listed] == list(demo.versions)
    assert [row["as_of"] for row in listed] == ["2026-10-07", "2026-10-12"]
    for row in listed:
        assert row["version"].endswith(row["digest"][:16])
        assert row["status"] == "ready for review"
        assert row["counts"]["documents"] > 200
        assert row["counts"]["train"] > 150


def test_running_an_unchanged_day_again_makes_no_new_version(demo: Demo) -> None:
    again = demo.knowbound("run", "--as-of", "2026-10-12")
    assert again.returncode == 0, again.stderr
    assert "(unchanged)" in again.stdout
    assert len(json.loads(demo.knowbound("versions", "--json").stdout)) == len(demo.versions)


def test_examples_carry_what_a_reader_needs_to_judge_them(demo: Demo) -> None:
    chosen = json.loads(demo.knowbound("examples", demo.versions[-1], "--sample", "20", "--seed", "3", "--json").stdout)
    other = json.loads(demo.knowbound("examples", demo.versions[-1], "--sample", "20", "--seed", "4", "--json").stdout)
    assert len(chosen) == 20
    assert chosen != other
    for example in chosen:
        assert example["messages"][-1]["role"] == "assistant"
        assert example["proof"]["proof"]
        for piece in example["evidence"]:
            assert piece["path"]
            assert piece["end"] > piece["start"]
    one = json.loads(demo.knowbound("examples", demo.versions[-1], "--situation", "outside_limit", "--json").stdout)
    assert {example["situation"] for example in one} == {"outside_limit"}


def test_an_unknown_situation_names_the_accepted_ones(demo: Demo) -> None:
    refused = demo.knowbound("examples", demo.versions[-1], "--situation", "nonsense")
    assert refused.returncode == 2
    assert "outside_limit" in refused.stderr


def test_coverage_says_where_every_gap_is(demo: Demo) -> None:
    found = json.loads(demo.knowbound("coverage", demo.versions[-1], "--json").stdout)
    gaps = [row for row in found["obligations"] if not row["covered"]]
    assert found["summary"]["owed"] == len(found["obligations"])
    assert found["summary"]["covered"] == len(found["obligations"]) - len(gaps)
    assert all(row["reason"] and row["path"] for row in gaps)
    assert "finance/" in demo.knowbound("coverage", demo.versions[-1]).stdout


def test_verify_proves_again_and_rejects_planted_mutations(demo: Demo) -> None:
    done = demo.knowbound("verify", demo.versions[-1], "--mutate", "300", "--seed", "7")
    assert done.returncode == 0, done.stdout
    assert ", 0 rejected" in done.stdout
    assert "comparator_flip" in done.stdout


def test_diff_packet_and_export_write_what_they_say(demo: Demo, tmp_path: Path) -> None:
    changes = demo.knowbound("diff", *demo.versions).stdout
    assert "  + A loaner may be kept for up to 14 working days." in changes
    assert "  - A loaner may be kept for up to 10 working days." in changes
    assert "A customer may borrow a device" not in changes  # the same rule in the same, edited document
    packet = tmp_path / "packet.html"
    assert demo.knowbound("packet", demo.versions[-1], "--out", str(packet)).returncode == 0
    assert demo.versions[-1] in packet.read_text()
    for form, keys in (("sft", {"messages"}), ("dpo", {"prompt", "chosen", "rejected", "kind", "rank"})):
        done = demo.knowbound("export", demo.versions[-1], "--format", f"trl-{form}", "--out", str(tmp_path / form))
        assert done.returncode == 0, done.stderr
        first = json.loads((tmp_path / form / "train.jsonl").read_text().splitlines()[0])
        assert keys <= first.keys()


def test_an_unknown_version_is_refused_with_the_nearest_names(demo: Demo) -> None:
    refused = demo.knowbound("packet", "2026-10-12-0000000000000000")
    assert refused.returncode == 1
    assert demo.versions[-1] in refused.stderr


def test_a_blocking_check_that_fails_is_exit_code_3_and_makes_no_version(demo: Demo) -> None:
    refused = demo.knowbound("run", "--as-of", "2026-10-08", KNOWBOUND_COVERAGE__MINIMUM_COVERAGE="1.0")
    assert refused.returncode == 3
    assert "coverage" in refused.stdout
    assert len(json.loads(demo.knowbound("versions", "--json").stdout)) == len(demo.versions)


def test_a_bad_configuration_is_exit_code_2(demo: Demo) -> None:
    refused = demo.knowbound("run", KNOWBOUND_STORE__URL="ftp://nowhere")
    assert refused.returncode == 2
    assert "store.url" in refused.stderr


def test_a_source_that_is_not_there_is_exit_code_1_and_says_what_to_do(tmp_path: Path) -> None:
    (tmp_path / "knowbound.toml").write_text(
        '[[sources]]\nname = "wiki"\nkind = "wiki"\nreader = "files"\npath = "pages"\n', encoding="utf-8"
    )
    refused = Installation(tmp_path).knowbound("run")
    assert refused.returncode == 1
    assert "pages" in refused.stderr
    assert "Traceback" not in refused.stderr
