import type { SnippetFacts } from "./snippets";

export function nodeSnippet(facts: SnippetFacts): string {
  return `import { randomUUID, sign } from "node:crypto";
import { readFileSync } from "node:fs";

const key = readFileSync("/run/secrets/tenantry-key.pem");
const part = (value) => Buffer.from(JSON.stringify(value)).toString("base64url");

// On your server, for the person who is signed in there.
export function analyticsToken(user) {
  const now = Math.floor(Date.now() / 1000);
  const header = { alg: "RS256", typ: "tenantry-embed+jwt", kid: "${facts.kid}" };
  const claims = {
    iss: "${facts.page}",
    aud: "${facts.url}",
    tenant: "${facts.tenant}",
    sub: String(user.id),
    groups: user.groups,
    jti: randomUUID(),
    iat: now,
    exp: now + 60,
  };
  const text = \`\${part(header)}.\${part(claims)}\`;
  return \`\${text}.\${sign("RSA-SHA256", Buffer.from(text), key).toString("base64url")}\`;
}
`;
}

export function pythonSnippet(facts: SnippetFacts): string {
  return `# pip install cryptography
import base64, json, time, uuid
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import load_pem_private_key

with open("/run/secrets/tenantry-key.pem", "rb") as file:
    KEY = load_pem_private_key(file.read(), password=None)


def part(data):
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


# On your server, for the person who is signed in there.
def analytics_token(user):
    now = int(time.time())
    header = {"alg": "RS256", "typ": "tenantry-embed+jwt", "kid": "${facts.kid}"}
    claims = {
        "iss": "${facts.page}",
        "aud": "${facts.url}",
        "tenant": "${facts.tenant}",
        "sub": str(user["id"]),
        "groups": user["groups"],
        "jti": str(uuid.uuid4()),
        "iat": now,
        "exp": now + 60,
    }
    text = part(json.dumps(header).encode()) + "." + part(json.dumps(claims).encode())
    return text + "." + part(KEY.sign(text.encode(), PKCS1v15(), SHA256()))
`;
}

export function phpSnippet(facts: SnippetFacts): string {
  return `<?php // PHP 8.1 with the openssl extension

// On your server, for the person who is signed in there.
function analytics_token(array $user): string {
    $part = fn (string $bytes) => rtrim(strtr(base64_encode($bytes), '+/', '-_'), '=');
    $now = time();
    $header = ['alg' => 'RS256', 'typ' => 'tenantry-embed+jwt', 'kid' => '${facts.kid}'];
    $claims = [
        'iss' => '${facts.page}', 'aud' => '${facts.url}', 'tenant' => '${facts.tenant}',
        'sub' => (string) $user['id'], 'groups' => array_values($user['groups']),
        'jti' => bin2hex(random_bytes(16)), 'iat' => $now, 'exp' => $now + 60,
    ];
    $text = $part(json_encode($header)) . '.' . $part(json_encode($claims, JSON_UNESCAPED_SLASHES | JSON_THROW_ON_ERROR));
    $key = file_get_contents('/run/secrets/tenantry-key.pem');
    if (!openssl_sign($text, $signature, $key, OPENSSL_ALGO_SHA256)) throw new RuntimeException(openssl_error_string());
    return $text . '.' . $part($signature);
}
`;
}

export function csharpSnippet(facts: SnippetFacts): string {
  return `// Analytics.cs: .NET 8, no packages
using System;
using System.IO;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

public static class Analytics
{
    // On your server, for the person who is signed in there.
    public static string Token(string user, string[] groups)
    {
        var now = DateTimeOffset.UtcNow.ToUnixTimeSeconds();
        var header = new { alg = "RS256", typ = "tenantry-embed+jwt", kid = "${facts.kid}" };
        var claims = new
        {
            iss = "${facts.page}", aud = "${facts.url}", tenant = "${facts.tenant}",
            sub = user, groups, jti = Guid.NewGuid(), iat = now, exp = now + 60,
        };
        var text = Part(JsonSerializer.SerializeToUtf8Bytes(header)) + "." + Part(JsonSerializer.SerializeToUtf8Bytes(claims));
        using var key = RSA.Create();
        key.ImportFromPem(File.ReadAllText("/run/secrets/tenantry-key.pem"));
        return text + "." + Part(key.SignData(Encoding.ASCII.GetBytes(text), HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1));
    }

    private static string Part(byte[] bytes) =>
        Convert.ToBase64String(bytes).TrimEnd('=').Replace('+', '-').Replace('/', '_');
}
`;
}

export function javaSnippet(facts: SnippetFacts): string {
  return `// Analytics.java: Java 17, the JDK alone
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyFactory;
import java.security.Signature;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;

public final class Analytics {
  // On your server, for the person who is signed in there.
  public static String token(String user, List<String> groups) throws Exception {
    long now = Instant.now().getEpochSecond();
    String header = "{\\"alg\\":\\"RS256\\",\\"typ\\":\\"tenantry-embed+jwt\\",\\"kid\\":" + quoted("${facts.kid}") + "}";
    String names = groups.stream().map(Analytics::quoted).collect(Collectors.joining(","));
    String claims =
        "{\\"iss\\":" + quoted("${facts.page}")
            + ",\\"aud\\":" + quoted("${facts.url}")
            + ",\\"tenant\\":" + quoted("${facts.tenant}")
            + ",\\"sub\\":" + quoted(user) + ",\\"groups\\":[" + names + "]"
            + ",\\"jti\\":" + quoted(UUID.randomUUID().toString())
            + ",\\"iat\\":" + now + ",\\"exp\\":" + (now + 60) + "}";
    String text = part(header.getBytes(StandardCharsets.UTF_8)) + "." + part(claims.getBytes(StandardCharsets.UTF_8));
    String pem = Files.readString(Path.of("/run/secrets/tenantry-key.pem"));
    byte[] bytes = Base64.getMimeDecoder().decode(pem.replaceAll("-----[A-Z ]+-----", ""));
    Signature signature = Signature.getInstance("SHA256withRSA");
    signature.initSign(KeyFactory.getInstance("RSA").generatePrivate(new PKCS8EncodedKeySpec(bytes)));
    signature.update(text.getBytes(StandardCharsets.US_ASCII));
    return text + "." + part(signature.sign());
  }

  private static String part(byte[] bytes) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  // Use your JSON library where you have one.
  private static String quoted(String text) {
    StringBuilder out = new StringBuilder("\\"");
    for (char c : text.toCharArray())
      if (c == '"' || c == '\\\\') out.append('\\\\').append(c);
      else if (c < 0x20) out.append(String.format("\\\\u%04x", (int) c));
      else out.append(c);
    return out.append('"').toString();
  }
}
`;
}

/** Ways to sign tokens on a server. What is tested makes tokens as it stands here. */
export const SERVERS = {
  node: { name: "Node", snippet: nodeSnippet, tested: true },
  python: { name: "Python", snippet: pythonSnippet, tested: true },
  php: { name: "PHP", snippet: phpSnippet, tested: false },
  csharp: { name: "C#", snippet: csharpSnippet, tested: false },
  java: { name: "Java", snippet: javaSnippet, tested: true },
} as const;
export type Server = keyof typeof SERVERS;
