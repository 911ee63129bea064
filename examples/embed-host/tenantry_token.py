"""A token for <tenantry-app>, made on your server. Needs: pip install cryptography

Whoever has the private key can open every app of the tenant: it never leaves your server.
"""

import base64
import json
import time
import uuid

from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import load_pem_private_key


def _part(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def _json(value: dict) -> str:
    return _part(json.dumps(value, separators=(",", ":")).encode())


def embed_token(private_key_pem: str, kid: str, tenant: str, embed_url: str, page: str, user: dict) -> str:
    """A token for one exchange within a minute.

    :param page: origin of your page around the embed, for example "https://office.example.com"
    :param user: whom you have signed in: {"id": "...", "groups": [...]}
    """
    now = int(time.time())
    header = {"alg": "RS256", "typ": "tenantry-embed+jwt", "kid": kid}
    claims = {
        "iss": page,
        "aud": embed_url,
        "sub": user["id"],
        "tenant": tenant,
        "groups": user.get("groups", []),
        "jti": str(uuid.uuid4()),
        "iat": now,
        "exp": now + 60,
    }
    text = f"{_json(header)}.{_json(claims)}"
    key = load_pem_private_key(private_key_pem.encode(), password=None)
    return f"{text}.{_part(key.sign(text.encode(), PKCS1v15(), SHA256()))}"


if __name__ == "__main__":
    import sys

    print(embed_token(**json.load(sys.stdin)))
