"""What the documents other than tickets speak of, to tell what they leave open."""

from collections import Counter, defaultdict

from assets.examples.corpus import Corpus, Passage, content_words
from assets.examples.demand.questions import ASKING, Heard

NEAR = 0.3
"""The share of what a ticket is about, weighed by rarity, that a passage must hold to be the one that speaks of it."""


class Handbook:
    """The passages that are no tickets, by their words."""

    def __init__(self, corpus: Corpus):
        self.corpus = corpus
        self.passages = [p for p in corpus.passages if p.kind != "ticket"]
        self._count = Counter(word for p in self.passages for word in p.stems)
        self._holders: dict[str, list[int]] = defaultdict(list)
        for place, passage in enumerate(self.passages):
            for word in passage.stems:
                self._holders[word].append(place)
        self._weight = corpus.rarity
        self._families: dict[str, list[str]] = defaultdict(list)
        for word in sorted(w for w in self._count if len(w) > 3):
            self._families[word[:4]].append(word)

    def knows(self, word: str) -> bool:
        """Whether a stem stands in any passage or section path."""
        return word in self._count

    def knows_family(self, word: str) -> bool:
        """Whether a stem, or a longer or shorter word of its family, stands in any passage or section path."""
        near = self._families.get(word[:4], ())
        return self.knows(word) or (len(word) > 3 and any(w.startswith(word) or word.startswith(w) for w in near))

    def speaks_of(self, words: frozenset[str]) -> bool:
        """Whether one passage holds most of the words that are not common, or all of those that are known."""
        telling = frozenset(w for w in words if self._count[w] <= max(4, len(self.passages) // 25))
        known = frozenset(filter(self.knows, telling))
        places = {n for w in sorted(known) for n in self._holders[w]}
        found = [self.passages[n].stems for n in sorted(places)]
        return any(known <= stems or 2 * len(telling & stems) > len(telling) for stems in found)

    def nearest(self, heard: Heard, least: float = NEAR) -> Passage | None:
        """The passage that speaks of what a ticket asks; None where none holds the least share of it.

        A question leans on its ticket, so all of the ticket counts, the question itself and the title twice.
        """
        asked = heard.words | content_words(heard.passage.title)
        about = asked | content_words(heard.passage.text) - ASKING
        weights = {w: self._weight(w) * (2 if w in asked else 1) for w in sorted(about)}
        shares: dict[int, float] = defaultdict(float)
        for word, weight in weights.items():
            for place in self._holders.get(word, ()):
                shares[place] += weight
        share, place = min(((-share, place) for place, share in shares.items()), default=(0.0, 0))
        return self.passages[place] if -share >= least * sum(weights.values()) and shares else None
