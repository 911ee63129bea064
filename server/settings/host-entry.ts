import { isIP, isIPv4 } from "node:net";

const NAME =
  /^(?=.{1,253}$)[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?(?:\.[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?)*\.?$/i;

const isHost = (host: string) => isIP(host) !== 0 || (NAME.test(host) && !/^[\d.]+$/.test(host));
const isPort = (port: string) => /^\d{1,5}$/.test(port) && Number(port) >= 1 && Number(port) <= 65_535;

/** What is wrong with an entry of the list of source hosts; null where nothing is. */
export function hostEntryProblem(entry: string): string | null {
  const [address = "", bits, more] = entry.split("/");
  if (bits !== undefined && isIP(address) !== 0) {
    const most = isIPv4(address) ? 32 : 128;
    if (more !== undefined) return "is no network such as 10.1.0.0/16";
    return /^\d{1,3}$/.test(bits) && Number(bits) <= most ? null : `needs a prefix of 0 to ${most} bits`;
  }
  if (isHost(entry)) return null;
  const [, bracketed, plain, port = ""] = /^(?:\[([^\]]+)\]|([^:]+)):(\d+)$/.exec(entry) ?? [];
  const host = bracketed ?? plain ?? "";
  if (host === "" || !isHost(host)) return "is no host, host:port or network";
  return isPort(port) ? null : "has a port that is not between 1 and 65535";
}
