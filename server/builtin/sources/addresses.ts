import { BlockList, isIP, isIPv6 } from "node:net";

/** What an address belongs to. Only `public` ones may be reached without the operator's word. */
export type Reach = "public" | "loopback" | "private" | "never";

function list(...subnets: string[]): BlockList {
  const found = new BlockList();
  for (const subnet of subnets) {
    const [address = "", bits] = subnet.split("/");
    found.addSubnet(address, Number(bits), isIPv6(address) ? "ipv6" : "ipv4");
  }
  return found;
}

const LOOPBACK = list("127.0.0.0/8", "::1/128");
const PRIVATE = list("10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "fc00::/7");
/** IANA's special-purpose registries, without the two above: link-local and cloud metadata, CGNAT, tests, multicast. */
const SPECIAL_V4 = list(
  "0.0.0.0/8",
  "100.64.0.0/10",
  "169.254.0.0/16",
  "192.0.0.0/24",
  "192.0.2.0/24",
  "192.88.99.0/24",
  "198.18.0.0/15",
  "198.51.100.0/24",
  "203.0.113.0/24",
  "224.0.0.0/4",
  "240.0.0.0/4",
);
const GLOBAL_V6 = list("2000::/3");
/** Inside 2000::/3, yet tunnels to any IPv4 address or documentation. */
const SPECIAL_V6 = list("2001::/23", "2001:db8::/32", "2002::/16", "3fff::/20");

/** The IPv4 address inside an IPv4-mapped IPv6 one (`::ffff:10.0.0.1`, however it is written), else the address. */
export function unmapped(address: string): string {
  if (!isIPv6(address)) return address;
  const full = new URL(`http://[${address}]/`).hostname.slice(1, -1);
  const mapped = /^::ffff:([0-9a-f]{1,4}):([0-9a-f]{1,4})$/.exec(full);
  if (!mapped) return full;
  const [high, low] = [mapped[1], mapped[2]].map((part) => Number.parseInt(part ?? "0", 16));
  return [(high ?? 0) >> 8, (high ?? 0) & 255, (low ?? 0) >> 8, (low ?? 0) & 255].join(".");
}

/** Says where an IP address belongs. Anything that isn't one is `never`. */
export function reachOf(address: string): Reach {
  const plain = unmapped(address);
  const version = isIP(plain);
  if (version === 0) return "never";
  const family = version === 6 ? "ipv6" : "ipv4";
  if (LOOPBACK.check(plain, family)) return "loopback";
  if (PRIVATE.check(plain, family)) return "private";
  if (version === 4) return SPECIAL_V4.check(plain, family) ? "never" : "public";
  return GLOBAL_V6.check(plain, family) && !SPECIAL_V6.check(plain, family) ? "public" : "never";
}

/**
 * A host name or address in its one canonical form, as resolvers will read it: `0x7f.1` and `2130706433` become
 * 127.0.0.1, full-width digits and international names ASCII. Null where it is no host at all.
 */
export function canonicalHost(host: string): string | null {
  const trimmed = host.trim();
  if (trimmed === "" || /[\s/\\?#@%]/.test(trimmed)) return null;
  try {
    const url = new URL(`http://${isIPv6(trimmed) ? `[${trimmed}]` : trimmed}/`);
    if (url.port !== "" || url.username !== "" || url.pathname !== "/") return null;
    const name = url.hostname.replace(/^\[|\]$/g, "").replace(/\.$/, "");
    return name === "" ? null : unmapped(name);
  } catch {
    return null;
  }
}
