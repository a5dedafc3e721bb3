"""The program of `--kek-command`: AWS KMS wraps and unwraps a ring key for the command line.

    fieldveil key create -k ring.json --kek-command 'python3 kek.py alias/app' --kek-name aws-kms:alias/app

One line of base64 in, one line of base64 out; the ring's id comes in FIELDVEIL_RING_ID and is the encryption context.
Region, endpoint and credentials are those of boto3: AWS_DEFAULT_REGION, AWS_ENDPOINT_URL, a role.
"""

import base64
import os
import sys

import boto3

[key_id, verb] = sys.argv[1:]
context = {"fv-ring": os.environ["FIELDVEIL_RING_ID"]}
given = base64.b64decode(sys.stdin.readline().strip(), validate=True)
kms = boto3.client("kms")
if verb == "wrap":
    answer = kms.encrypt(KeyId=key_id, Plaintext=given, EncryptionContext=context)["CiphertextBlob"]
elif verb == "unwrap":
    answer = kms.decrypt(KeyId=key_id, CiphertextBlob=given, EncryptionContext=context)["Plaintext"]
else:
    sys.exit(f"{verb} is neither wrap nor unwrap")
print(base64.b64encode(answer).decode())
