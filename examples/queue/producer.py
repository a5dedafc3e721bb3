"""Encrypts orders and puts them on a topic: `python producer.py BROKER RING KEY`. Needs `fieldveil` and `kafka-python`."""

import json
import sys
from pathlib import Path

from fieldveil import Key, Keyring, Policy, Veil
from kafka import KafkaProducer

ORDERS = [
    {"order": "A-1001", "email": "ada@example.org", "card": {"number": "4111 1111 1111 1111"}, "total": 42.1},
    {"order": "A-1002", "email": "grace@example.org", "card": {"number": "5555 5555 5555 4444"}, "total": 17},
]

broker, ring, key = sys.argv[1:]
veil = Veil(Policy.load(Path(__file__).with_name("policy.yaml")), Keyring.open(ring, Key.from_file(key)))
producer = KafkaProducer(bootstrap_servers=broker)
for order in ORDERS:
    # What a consumer needs is in the record: the tokens name their key, and the order is the context.
    stored = veil.encrypt(json.dumps(order).encode())
    producer.send("orders", key=order["order"].encode(), value=stored).get(timeout=30)
    print("sent", order["order"])
producer.close()
