import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;

/** A token for {@code <tenantry-app>}, made on your server with the JDK alone. */
public final class EmbedToken {
  private EmbedToken() {}

  /** The key of a PEM file that begins with {@code -----BEGIN PRIVATE KEY-----}. */
  public static PrivateKey key(String pem) throws GeneralSecurityException {
    String bare = pem.replaceAll("-----[A-Z ]+-----", "").replaceAll("\\s", "");
    byte[] bytes = Base64.getDecoder().decode(bare);
    return KeyFactory.getInstance("RSA").generatePrivate(new PKCS8EncodedKeySpec(bytes));
  }

  /**
   * A token for one exchange within a minute.
   *
   * @param page origin of your page around the embed, for example "https://office.example.com"
   * @param user your id of the person you have signed in
   */
  public static String make(
      PrivateKey key, String kid, String tenant, String embedUrl, String page, String user, List<String> groups)
      throws GeneralSecurityException {
    long now = Instant.now().getEpochSecond();
    String header = "{\"alg\":\"RS256\",\"typ\":\"tenantry-embed+jwt\",\"kid\":" + quoted(kid) + "}";
    String names = groups.stream().map(EmbedToken::quoted).collect(Collectors.joining(","));
    String claims =
        "{\"iss\":" + quoted(page) + ",\"aud\":" + quoted(embedUrl) + ",\"sub\":" + quoted(user)
            + ",\"tenant\":" + quoted(tenant) + ",\"groups\":[" + names + "],\"jti\":\"" + UUID.randomUUID()
            + "\",\"iat\":" + now + ",\"exp\":" + (now + 60) + "}";
    String text = part(header.getBytes(StandardCharsets.UTF_8)) + "." + part(claims.getBytes(StandardCharsets.UTF_8));
    Signature signature = Signature.getInstance("SHA256withRSA");
    signature.initSign(key);
    signature.update(text.getBytes(StandardCharsets.US_ASCII));
    return text + "." + part(signature.sign());
  }

  private static String part(byte[] bytes) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  /** Use your JSON library where you have one. */
  private static String quoted(String text) {
    StringBuilder out = new StringBuilder("\"");
    for (char c : text.toCharArray())
      if (c == '"' || c == '\\') out.append('\\').append(c);
      else if (c < 0x20) out.append(String.format("\\u%04x", (int) c));
      else out.append(c);
    return out.append('"').toString();
  }

  /** Arguments: PEM, kid, tenant, embed's address, page, person, then the person's groups. */
  public static void main(String[] args) throws GeneralSecurityException {
    List<String> groups = List.of(args).subList(6, args.length);
    System.out.println(make(key(args[0]), args[1], args[2], args[3], args[4], args[5], groups));
  }
}
