"""The analyser: Presidio with spaCy's named entities and our own recognizers for what stands in companies' documents.

What belongs here: which engine, which recognizers. What does not: the patterns (patterns.py, addresses.py), whether a
capitalised word is a person of the document at hand (assets/privacy/persons.py), and what is put in the place of a
finding (assets/privacy/pseudonyms.py).
Nothing downloads: the spaCy model is named and installed, and the public-suffix list is switched off.
"""

import functools
import os
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

os.environ["TLDEXTRACT_PUBLIC_SUFFIX_LIST_URLS"] = ""

import phonenumbers
import regex
from detect_secrets.plugins.artifactory import ArtifactoryDetector
from detect_secrets.plugins.aws import AWSKeyDetector
from detect_secrets.plugins.azure_storage_key import AzureStorageKeyDetector
from detect_secrets.plugins.discord import DiscordBotTokenDetector
from detect_secrets.plugins.github_token import GitHubTokenDetector
from detect_secrets.plugins.gitlab_token import GitLabTokenDetector
from detect_secrets.plugins.jwt import JwtTokenDetector
from detect_secrets.plugins.mailchimp import MailchimpDetector
from detect_secrets.plugins.npm import NpmDetector
from detect_secrets.plugins.openai import OpenAIDetector
from detect_secrets.plugins.pypi_token import PypiTokenDetector
from detect_secrets.plugins.sendgrid import SendGridDetector
from detect_secrets.plugins.slack import SlackDetector
from detect_secrets.plugins.square_oauth import SquareOAuthDetector
from detect_secrets.plugins.stripe import StripeDetector
from detect_secrets.plugins.telegram_token import TelegramBotTokenDetector
from detect_secrets.plugins.twilio import TwilioKeyDetector

from resources.imports import without
from resources.parser import MODEL, load_model
from resources.patterns import PLACEHOLDER, RULES
from resources.rule import Rule

with without("torch", "transformers"):  # as in parser.py
    from presidio_analyzer import AnalyzerEngine, EntityRecognizer, RecognizerRegistry, RecognizerResult
    from presidio_analyzer.nlp_engine import NerModelConfiguration, NlpArtifacts, SpacyNlpEngine
    from presidio_analyzer.predefined_recognizers import SpacyRecognizer

KINDS: dict[str, str] = {
    "MAIL": "contact",
    "PHONE": "contact",
    "HANDLE": "contact",
    "NUMBER": "identifier",
    "GOVERNMENT_ID": "identifier",
    "ACCOUNT": "identifier",
    "HOST": "identifier",
    "CREDENTIAL": "credential",
    "ADDRESS": "address",
    "BIRTH_DATE": "birth_date",
}
"""Entities of our recognizers and the kind of finding that each is. PERSON and its counter-evidence are judged
apart."""

PERSON, ORGANISATION, PLACE = "PERSON", "ORGANISATION", "PLACE"


@dataclass(frozen=True)
class Hit:
    """A span of a text and what a recognizer took it for."""

    entity: str
    start: int
    end: int
    score: float
    recognizer: str


_SECRET_SHAPES = tuple(
    (plugin.secret_type, regex.compile(shape.pattern, shape.flags & ~regex.UNICODE))
    for plugin in (
        ArtifactoryDetector,
        AWSKeyDetector,
        AzureStorageKeyDetector,
        DiscordBotTokenDetector,
        GitHubTokenDetector,
        GitLabTokenDetector,
        JwtTokenDetector,
        MailchimpDetector,
        NpmDetector,
        OpenAIDetector,
        PypiTokenDetector,
        SendGridDetector,
        SlackDetector,
        SquareOAuthDetector,
        StripeDetector,
        TelegramBotTokenDetector,
        TwilioKeyDetector,
    )
    for shape in plugin.denylist
)


class RuleRecognizer(EntityRecognizer):
    """All our patterns in one recognizer; each result names the rule that made it."""

    def __init__(self, rules: Sequence[Rule] = RULES):
        self._rules = rules
        super().__init__(supported_entities=sorted({r.entity for r in rules}), name="rules")

    def load(self) -> None:
        """Nothing to load."""

    def analyze(self, text: str, entities: list[str], nlp_artifacts: NlpArtifacts | None) -> list[RecognizerResult]:
        """Every match of every rule whose check passes, outside placeholders and masks."""
        found: list[RecognizerResult] = []
        spared = [m.span() for m in PLACEHOLDER.finditer(text)]
        for pattern in self._rules:
            for match in pattern.pattern.finditer(text):
                start, end = match.span("v")
                if any(start < e and s < end for s, e in spared) or (
                    pattern.check and not pattern.check(text, start, end)
                ):
                    continue
                found.append(_result(pattern.entity, start, end, pattern.score, pattern.name))
        return found


class SecretRecognizer(EntityRecognizer):
    """Tokens with the shapes that detect-secrets knows."""

    def __init__(self) -> None:
        super().__init__(supported_entities=["CREDENTIAL"], name="secret shapes")

    def load(self) -> None:
        """Nothing to load."""

    def analyze(self, text: str, entities: list[str], nlp_artifacts: NlpArtifacts) -> list[RecognizerResult]:
        """Spans of known token shapes; only texts with a long unbroken token can hold one."""
        if not regex.search(r"[^\s]{16}", text):
            return []
        found = []
        for name, shape in _SECRET_SHAPES:
            for match in shape.finditer(text):
                start, end = match.span(1) if match.re.groups and match.group(1) else match.span()
                found.append(_result("CREDENTIAL", start, end, 1.0, name))
        return found


class PhoneRecognizer(EntityRecognizer):
    """Valid numbers in national form, by phonenumbers (slow, so only where enough digits stand together)."""

    _maybe = regex.compile(
        r"(?<![\w.,$€£#-])\(?0[\d ()/.-]{7,}\d|(?<![\w.,$€£#-])\(?\d{2,4}\)?[ ./-]\d{3,4}[ ./-]\d{3,4}"
    )
    _regions = ("US", "GB", "DE", "FR")

    def __init__(self) -> None:
        super().__init__(supported_entities=["PHONE"], name="phone")

    def load(self) -> None:
        """Nothing to load."""

    def analyze(self, text: str, entities: list[str], nlp_artifacts: NlpArtifacts) -> list[RecognizerResult]:
        """Spans of valid phone numbers of the regions."""
        found = []
        for maybe in self._maybe.finditer(text):
            for region in self._regions:
                for match in phonenumbers.PhoneNumberMatcher(maybe.group(), region):
                    raw = match.raw_string
                    start = maybe.start() + match.start + (raw.startswith("(") and ")" not in raw)
                    end = maybe.start() + match.start + len(raw)
                    found.append(_result("PHONE", start, end, 0.8, f"phone {region}"))
        return found


def _result(entity: str, start: int, end: int, score: float, name: str) -> RecognizerResult:
    return RecognizerResult(entity, start, end, score, recognition_metadata={"recognizer_name": name})


class _Engine(SpacyNlpEngine):
    """Presidio's spaCy engine on the installed model, with the named entities alone (half of the time of the
    whole)."""

    nlp: Any  # presidio declares None and fills it in load()

    def load(self) -> None:
        self.nlp = {"en": load_model(["tok2vec", "tagger", "parser", "attribute_ruler", "lemmatizer", "senter"])}


class Analyzer:
    """Finds what may be personal in texts of one language."""

    def __init__(self) -> None:
        labels = {"PERSON": PERSON, "ORG": ORGANISATION, "GPE": PLACE, "LOC": PLACE, "FAC": PLACE}
        labels |= {
            "PRODUCT": ORGANISATION,
            "WORK_OF_ART": ORGANISATION,
            "LAW": ORGANISATION,
            "EVENT": ORGANISATION,
        }
        ignored = ["CARDINAL", "DATE", "LANGUAGE", "MONEY", "NORP", "ORDINAL", "PERCENT", "QUANTITY", "TIME"]
        self._nlp = _Engine(
            models=[{"lang_code": "en", "model_name": MODEL}],
            ner_model_configuration=NerModelConfiguration(
                model_to_presidio_entity_mapping=labels, labels_to_ignore=ignored, low_score_entity_names=[]
            ),
        )
        self._nlp.load()
        named = SpacyRecognizer(supported_entities=[PERSON, ORGANISATION, PLACE], name="spaCy")
        registry = RecognizerRegistry([RuleRecognizer(), SecretRecognizer(), PhoneRecognizer(), named])
        self._engine = AnalyzerEngine(registry=registry, nlp_engine=self._nlp, supported_languages=["en"])

    def find(self, texts: Sequence[str], prose: Sequence[bool]) -> list[list[Hit]]:
        """Hits per text, by start; named entities only in the texts that are prose (code gets the patterns alone)."""
        nlp = self._nlp.nlp["en"]
        docs = nlp.pipe([t if p else "" for t, p in zip(texts, prose, strict=True)], batch_size=64)
        found = []
        for text, doc in zip(texts, docs, strict=True):
            artifacts = self._nlp._doc_to_nlp_artifact(doc, "en")
            results = self._engine.analyze(text, "en", nlp_artifacts=artifacts)
            hits = [
                Hit(
                    r.entity_type,
                    r.start,
                    r.end,
                    r.score,
                    (r.recognition_metadata or {}).get("recognizer_name", ""),
                )
                for r in results
            ]
            found.append(sorted(hits, key=lambda h: (h.start, -h.end, h.entity, h.recognizer)))
        return found


@functools.cache
def analyzer() -> Analyzer:
    """The analyser of this process, built once (about two seconds)."""
    return Analyzer()


@functools.cache
def _patterns() -> RuleRecognizer:
    return RuleRecognizer()


def find_patterns(text: str) -> list[Hit]:
    """What the patterns alone find (no named entities): for file names and ids, which are no sentences."""
    return [
        Hit(r.entity_type, r.start, r.end, r.score, str(r.recognition_metadata["recognizer_name"]))
        for r in _patterns().analyze(text, [], None)
    ]
