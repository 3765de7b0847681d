"""Makes test/fixtures/token.vectors.json: what a real Phoenix's cipher reads, and what it refuses.

Run with the Python of an arize-phoenix 20.26.1:  python scripts/proof/token-vectors.py > test/fixtures/token.vectors.json
"""

import base64
import json
import random
import sys

from cryptography.fernet import Fernet
from phoenix.server.encryption import EncryptionService
from pydantic import SecretStr

SECRET = "a1b2c3d4e5f6g7h8i9j0k1l2m3n4o5p6"
service = EncryptionService(SecretStr(SECRET))
fernet: Fernet = service._fernet
pick = random.Random(20260)
vectors = []


def add(how: str, token: bytes) -> None:
    try:
        plaintext = fernet.decrypt(token).decode("utf-8")
    except Exception:  # InvalidToken, and what else Python raises for odd bytes: refused either way
        plaintext = None
    vectors.append({"how": how, "token": token.decode("latin-1"), "plaintext": plaintext})


def at_time(text: str, time: int) -> bytes:
    return fernet._encrypt_from_parts(text.encode(), time, bytes(pick.randrange(256) for _ in range(16)))


texts = ["", "a", "fifteen letters", "sixteen letters!", "seventeen letters", "grüße 🦀", "a\nb\0c", "x" * 300]
tokens = [at_time(text, 1_700_000_000 + index) for index, text in enumerate(texts)]
for text, token in zip(texts, tokens):
    add(f"sound, {len(text)} characters", token)
for time in (0, 1, 2**31, 2**32, 2**40, 2**63 - 1):
    add(f"sound, made at {time}", at_time("time", time))

for index, token in enumerate(tokens):
    raw = base64.urlsafe_b64decode(token)
    where = f"of text {index}"
    add(f"without padding {where}", token.rstrip(b"="))
    add(f"one more padding {where}", token + b"=")
    add(f"four more padding {where}", token + b"====")
    add(f"a line feed after {where}", token + b"\n")
    add(f"a space before {where}", b" " + token)
    add(f"a line feed inside {where}", token[:20] + b"\n" + token[20:])
    add(f"a letter after {where}", token + b"A")
    add(f"four letters after {where}", token + b"AAAA")
    add(f"the ordinary alphabet {where}", token.replace(b"-", b"+").replace(b"_", b"/"))
    add(f"a sign outside of the alphabet {where}", token[:9] + b"*" + token[9:])
    add(f"a byte over 127 {where}", token[:9] + b"\xe9" + token[9:])
    add(f"a NUL {where}", token + b"\0")
    add(f"one byte cut {where}", base64.urlsafe_b64encode(raw[:-1]))
    add(f"a block cut {where}", base64.urlsafe_b64encode(raw[:25] + raw[41:]))
    add(f"a block more {where}", base64.urlsafe_b64encode(raw[:41] + bytes(16) + raw[41:]))
    add(f"a byte more at the end {where}", base64.urlsafe_b64encode(raw + b"\0"))
    add(f"version 0x81 {where}", base64.urlsafe_b64encode(b"\x81" + raw[1:]))
    add(f"no version {where}", base64.urlsafe_b64encode(raw[1:]))
    # The last letter holds bits that belong to no byte: a token that is not canonical.
    stripped = token.rstrip(b"=")
    alphabet = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
    last = alphabet[(alphabet.index(stripped[-1:]) ^ 1)]
    add(f"other unused bits {where}", stripped[:-1] + bytes([last]) + b"=" * (len(token) - len(stripped)))
    for part, position in (("time", 5), ("IV", 12), ("text", 26), ("MAC", len(raw) - 3)):
        flipped = bytearray(raw)
        flipped[position] ^= 1 << pick.randrange(8)
        add(f"a bit of the {part} turned {where}", base64.urlsafe_b64encode(bytes(flipped)))

for odd in (b"", b"=", b"====", b"A", b"gAAA", b"gAAAAA==", tokens[1][:40], tokens[1] + tokens[2], b"not a token", b"\xff" * 100):
    add(f"{len(odd)} odd bytes", odd)
add("another key", b"gAAAAABlU_EA" + tokens[1][12:-4] + b"AAA=")
# A MAC that is right over a text that is not padded as it has to be.
import hmac, hashlib  # noqa: E401, E402

unpadded = base64.urlsafe_b64decode(tokens[1])[:-32]
for how, signed in (
    ("no text at all, signed", unpadded[:25]),
    ("half a block, signed", unpadded[:33]),
    ("wrong padding, signed", unpadded[:-1] + bytes([unpadded[-1] ^ 0x55])),
):
    mac = hmac.new(fernet._signing_key, signed, hashlib.sha256).digest()
    add(how, base64.urlsafe_b64encode(signed + mac))

json.dump({"phoenixSecret": SECRET, "vectors": vectors}, sys.stdout, indent=1, ensure_ascii=True)
print()
