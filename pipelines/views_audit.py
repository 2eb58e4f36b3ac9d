"""What `knowbound audit` prints."""

from rich.markup import escape

from checks.audit.records import Audit, VersionRow
from pipelines.views import console


def show_audit(found: Audit) -> None:
    """Who decided what, when, why, over which digest, for every version; then the notes and findings."""
    for version in found.versions:
        _show_version(version)
    against = f"{found.anchors} anchors in {found.witness}" if found.witness else "no witness outside the store"
    console.print(
        f"\n{len(found.versions)} versions and {found.signatures} signatures in {found.store}, against {against}.",
        soft_wrap=True,
    )
    for finding in found.notes:
        console.print(f"  [yellow]note[/] {escape(finding.where)}: {escape(finding.words)}", soft_wrap=True)
    for finding in found.findings:
        console.print(f"  [bold red]finding[/] {escape(finding.where)}: {escape(finding.words)}", soft_wrap=True)
    console.print(f"[bold red]{len(found.findings)} findings.[/]" if found.findings else "[bold green]No findings.[/]")


def _show_version(version: VersionRow) -> None:
    console.print(f"\n[bold]{escape(version.version)}[/]  {version.state}  manifest {version.manifest_digest or '-'}")
    for s in version.signatures:
        seen = f", seen by the witness {s.anchored_at}" if s.anchored_at else ""
        console.print(
            f"  {s.number:04}  {s.signed_at}  {escape(s.name)} ({escape(s.signer)}, {escape(s.role)}): "
            f"{s.decision}, meaning {s.meaning}; {escape(s.verdict)}{seen}",
            soft_wrap=True,
        )
        console.print(f"        over {s.manifest_digest}: {escape(' '.join(s.reason.split()))}", soft_wrap=True)
    if receipt := version.receipt:
        console.print(f"  trained  {receipt.at}  {receipt.model}, after entry {receipt.ledger_head}", soft_wrap=True)
