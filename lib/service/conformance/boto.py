"""Every operation by boto3 with the CRT's signer; what came of it goes to stdout as JSON. Run by boto.test.ts."""

import base64
import hashlib
import json
import os

import boto3
from botocore.config import Config
from botocore.exceptions import ClientError

SETTINGS = dict(
    region_name=os.environ["AWS_REGION"],
    endpoint_url=os.environ["ENDPOINT"],
    config=Config(retries={"max_attempts": 0}),
)
storage = boto3.client("backupstorage", **SETTINGS)
backup = boto3.client("backup", **SETTINGS)
stranger = boto3.client("backupstorage", aws_access_key_id="AKIDSTRANGER", aws_secret_access_key="x", **SETTINGS)


def sha256(data):
    return base64.b64encode(hashlib.sha256(data).digest()).decode()


def summary(*chunks):
    return sha256(b"".join(hashlib.sha256(chunk).digest() for chunk in chunks))


def promise(data, prefix=""):
    return {f"{prefix}Length": len(data), f"{prefix}Checksum": sha256(data), f"{prefix}ChecksumAlgorithm": "SHA256"}


def refusal(call, **arguments):
    try:
        call(**arguments)
        return None
    except ClientError as error:
        return error.response["Error"]["Code"]


job = backup.start_backup_job(
    BackupVaultName="Default",
    ResourceArn="arn:aws:thaw::000000000000:resource/boto",
    IamRoleArn="arn:aws:iam::000000000000:role/r",
)["BackupJobId"]

upload = storage.start_object(BackupJobId=job, ObjectName="a/b c")["UploadId"]
for index, data in enumerate([b"first ", b"second"]):
    storage.put_chunk(BackupJobId=job, UploadId=upload, ChunkIndex=index, Data=data, **promise(data))
blob = b'{"kept":"whole"}'
storage.notify_object_complete(
    BackupJobId=job,
    UploadId=upload,
    ObjectChecksum=summary(b"first ", b"second"),
    ObjectChecksumAlgorithm="SUMMARY",
    MetadataBlob=blob,
    **promise(blob, "MetadataBlob"),
)
storage.put_object(BackupJobId=job, ObjectName="inline", InlineChunk=b"inline", **promise(b"inline", "InlineChunk"))
storage.put_object(BackupJobId=job, ObjectName="empty")
storage.put_object(BackupJobId=job, ObjectName="gone")
storage.delete_object(BackupJobId=job, ObjectName="gone")

objects = storage.list_objects(StorageJobId=job)["ObjectList"]
contents = {}
for item in objects:
    chunks = storage.list_chunks(StorageJobId=job, ObjectToken=item["ObjectToken"])["ChunkList"]
    contents[item["Name"]] = "".join(
        storage.get_chunk(StorageJobId=job, ChunkToken=chunk["ChunkToken"])["Data"].read().decode() for chunk in chunks
    )
token = next(item["ObjectToken"] for item in objects if item["Name"] == "a/b c")
metadata = storage.get_object_metadata(StorageJobId=job, ObjectToken=token)["MetadataBlob"].read().decode()

large = bytes(32 * 1024 * 1024)
chunk = dict(BackupJobId=job, UploadId="none", ChunkIndex=0, Data=large, **promise(large))
print(
    json.dumps(
        {
            "job": job,
            "contents": contents,
            "metadata": metadata,
            "unknown": refusal(storage.put_chunk, **chunk),
            "wrong": refusal(storage.put_object, BackupJobId=job, ObjectName="w", InlineChunk=b"other", **promise(b"right", "InlineChunk")),
            "stranger": refusal(stranger.put_chunk, **chunk),
        }
    )
)
