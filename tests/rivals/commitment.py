"""The format version of a message that a client of the AWS Encryption SDK writes, which requires key commitment: 2 has it.

A cache that it shares with a client which forbids commitment comes first. Run apart, since the version that shows this is
older than the one that Powertools asks for.
"""

import aws_encryption_sdk as sdk
from aws_encryption_sdk.identifiers import CommitmentPolicy, EncryptionKeyType, WrappingAlgorithm
from aws_encryption_sdk.internal.crypto.wrapping_keys import WrappingKey
from aws_encryption_sdk.key_providers.raw import RawMasterKey

WRAPPING = WrappingKey(wrapping_algorithm=WrappingAlgorithm.AES_256_GCM_IV12_TAG16_NO_PADDING, wrapping_key=bytes(32),
                       wrapping_key_type=EncryptionKeyType.SYMMETRIC)
MASTER = RawMasterKey(provider_id="p", key_id=b"k", wrapping_key=WRAPPING)
CACHE = sdk.LocalCryptoMaterialsCache(10)


def version(policy):
    manager = sdk.CachingCryptoMaterialsManager(master_key_provider=MASTER, cache=CACHE, max_age=600.0,
                                                partition_name=b"shared")
    return sdk.EncryptionSDKClient(commitment_policy=policy).encrypt(source=b"x", materials_manager=manager)[0][0]


version(CommitmentPolicy.FORBID_ENCRYPT_ALLOW_DECRYPT)
print(version(CommitmentPolicy.REQUIRE_ENCRYPT_REQUIRE_DECRYPT))
