"""How a section is cited, by generator and verifier alike."""

import pytest

from assets.examples.corpus import Corpus
from assets.identity import content_id
from checks.verifier.corpus import Corpus as Verified
from tests.unit.assets.examples.conftest import World


@pytest.mark.parametrize(
    ("headings", "cited"),
    [
        (["Rules", "Lambs"], "Shearing > Rules > Lambs"),
        (["Rules", "Lambs [new]", "Wool"], "Shearing > Rules"),
        (["What “shorn” means"], "Shearing"),
        (["Sheds", "Person_QWERTY"], "Shearing > Sheds"),
        (["Sheds", "x" * 160], "Shearing > Sheds"),
    ],
)
def test_a_heading_that_cannot_be_cited_leaves_the_section_above(headings: list[str], cited: str) -> None:
    world = World()
    world.page("Shearing", ["Sheep are shorn before the lambs are born, in dry weather and in the big shed."])
    body = world.passages[-1]["text"]
    world.passages[-1] |= {"heading": headings, "passage": content_id([headings, body])}
    documents, passages, _ = world.frames()
    own = next(p for p in Corpus(documents, passages).passages if p.text == body)
    verified = Verified(documents, passages)
    assert own.section == cited
    assert verified.sections(verified.of_document(own.document)[0]) == {cited}
