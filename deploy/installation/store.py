"""The object store of an installation: Ceph, seen as one part, and the bucket that Knowbound keeps everything in."""

from dataclasses import dataclass
from typing import Any

import boto3
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError

from deploy.installation import ceph
from deploy.installation.place import HOST, Place, Unusable
from resources.object_store import ACCESS_KEY, ENDPOINT, SECRET_KEY

BUCKET = "knowbound"


@dataclass(frozen=True)
class Store:
    """The part: several daemons that start and end together."""

    place: Place
    name: str = "store"

    def start(self) -> None:
        """Start what does not run; raises Unusable."""
        try:
            ceph.start(
                self.place.state / "store",
                self.place.settings.ports.store,
                self.place.secret("store-access-key"),
                self.place.secret("store-secret-key"),
            )
        except ceph.CephFailed as problem:
            raise Unusable(f"store did not come up: {problem}") from None
        # Object Lock has to be there from the beginning: no later setting can add it.
        s3 = client(self.place)
        if BUCKET not in {bucket["Name"] for bucket in s3.list_buckets()["Buckets"]}:
            s3.create_bucket(Bucket=BUCKET, ObjectLockEnabledForBucket=True)

    def stop(self) -> None:
        """End it; what it holds stays."""
        ceph.stop(self.place.state / "store")

    def trouble(self) -> str | None:
        """Which daemon has ended, or why the bucket cannot be read."""
        ended = [name for name, lives in ceph.running(self.place.state / "store").items() if not lives]
        if ended:
            return f"{', '.join(ended)} of Ceph has ended; its log is in {self.place.state / 'store' / 'log'}"
        try:
            client(self.place).list_objects_v2(Bucket=BUCKET, MaxKeys=1)
        except (BotoCoreError, ClientError) as error:
            return f"it does not answer on port {self.place.settings.ports.store}: {error}"
        return None


def client(place: Place) -> Any:
    """An S3 client that gives up soon, for whoever looks after the installation."""
    known = credentials(place)
    return boto3.session.Session().client(
        "s3",
        endpoint_url=known[ENDPOINT],
        aws_access_key_id=known[ACCESS_KEY],
        aws_secret_access_key=known[SECRET_KEY],
        region_name="us-east-1",  # part of the signature; this server takes any
        config=Config(
            s3={"addressing_style": "path"}, connect_timeout=3, read_timeout=8, retries={"total_max_attempts": 1}
        ),
    )


def credentials(place: Place) -> dict[str, str]:
    """How a process reaches the store, as variables."""
    return {
        ENDPOINT: f"http://{HOST}:{place.settings.ports.store}",
        ACCESS_KEY: place.secret("store-access-key"),
        SECRET_KEY: place.secret("store-secret-key"),
    }
