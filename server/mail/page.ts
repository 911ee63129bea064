import { type MailContent, oneLine } from "./content";
import type { MailLook } from "./look";

/** Where a page has its logo: an attachment of this name. Nothing in it is fetched from anywhere. */
export const LOGO_CID = "logo";

const ENTITIES: Record<string, string> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};

/** Text as HTML shows it, in elements and in attributes. */
export const escapeHtml = (text: string): string => text.replace(/[&<>"']/g, (sign) => ENTITIES[sign] ?? "");

const HEX = /^#[0-9a-f]{6}$/i;

/** Relative luminance of `#rrggbb`, as WCAG has it. */
function luminance(color: string): number {
  const [r = 0, g = 0, b = 0] = [1, 3, 5].map((at) => {
    const part = Number.parseInt(color.slice(at, at + 2), 16) / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

/** Black or white, whichever reads better on a colour. */
export function inkOn(color: string): "#ffffff" | "#1c141c" {
  const l = luminance(color);
  return 1.05 / (l + 0.05) >= (l + 0.05) / (luminance("#1c141c") + 0.05) ? "#ffffff" : "#1c141c";
}

const DEVICE = "-apple-system,'Segoe UI',Roboto,Helvetica,Arial,sans-serif";
const SAFE_FONT = /^[\w' ,-]+$/;

const family = ({ font }: MailLook): string => `font-family:${font && SAFE_FONT.test(font) ? font : DEVICE}`;

/** Mail programs that know dark pages get one; the others keep what stands at the elements. */
const style = (
  light: string,
  dark: string,
) => `:root{color-scheme:light dark;supported-color-schemes:light dark}
@media (prefers-color-scheme:dark){
.m-page{background:#0f0c0f!important}
.m-card{background:#171417!important;border-color:#302b30!important;border-top-color:${dark}!important}
.m-text{color:#f7f0f7!important}
.m-soft{color:#bab3ba!important}
.m-button{background:${dark}!important;color:${inkOn(dark)}!important}
}
@media (max-width:480px){.m-card{padding:20px!important}}
a.m-button:focus{outline:2px solid ${light}}`;

const paragraph = (text: string, look: MailLook, soft = false) =>
  `<p class="${soft ? "m-soft" : "m-text"}" style="margin:0 0 12px;${family(look)};font-size:${soft ? "13px;line-height:19px;color:#544b54" : "15px;line-height:23px;color:#1c141c"};overflow-wrap:anywhere">${escapeHtml(text)}</p>`;

function head(look: MailLook): string {
  const { name, logo } = look;
  const shown = escapeHtml(oneLine(name));
  if (!logo)
    return `<p class="m-text" style="margin:0 0 20px;${family(look)};font-size:17px;font-weight:600;color:#1c141c;overflow-wrap:anywhere">${shown}</p>`;
  // On white whatever the page is: a logo is drawn for one ground, and most are for this one.
  return `<p style="margin:0 0 20px"><img src="cid:${LOGO_CID}" alt="${shown}" height="40" style="display:inline-block;height:40px;max-width:240px;padding:6px;border-radius:6px;background:#ffffff;border:0;${family(look)};font-size:17px;font-weight:600;color:#1c141c"></p>`;
}

function button({ intro, label, href }: NonNullable<MailContent["action"]>, look: MailLook): string {
  const { color } = look;
  const address = escapeHtml(href);
  return `${paragraph(intro, look)}<p style="margin:0 0 12px"><a class="m-button" href="${address}" style="display:inline-block;padding:11px 18px;border-radius:6px;background:${color};color:${inkOn(color)};${family(look)};font-size:15px;font-weight:600;text-decoration:none">${escapeHtml(label)}</a></p><p class="m-soft" style="margin:0 0 20px;${family(look)};font-size:12px;line-height:18px;color:#544b54;overflow-wrap:anywhere;word-break:break-all">${address}</p>`;
}

const foot = ({ text, href }: NonNullable<MailContent["footer"]>, look: MailLook) =>
  `<p class="m-soft" style="margin:16px 4px 0;${family(look)};font-size:12px;line-height:18px;color:#544b54">${escapeHtml(text)} <a class="m-soft" href="${escapeHtml(href)}" style="color:#544b54;overflow-wrap:anywhere;word-break:break-all">${escapeHtml(href)}</a></p>`;

/**
 * A mail as a page: one table, styles at the elements, dark where the reader's program is dark. It loads nothing and
 * runs nothing; every word is escaped.
 */
export function mailPage(subject: string, content: MailContent, given: MailLook): string {
  const safe = (color: string, other: string) => (HEX.test(color) ? color : other);
  const color = safe(given.color, "#86245f");
  const look = { ...given, color, colorDark: safe(given.colorDark, color) };
  const body = [
    head(look),
    ...content.lead.map((text) => paragraph(text, look)),
    ...(content.action ? [button(content.action, look)] : []),
    ...content.after.map((text) => paragraph(text, look, true)),
  ].join("");
  return `<!doctype html>
<html lang="${content.language}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><meta name="color-scheme" content="light dark"><meta name="supported-color-schemes" content="light dark"><title>${escapeHtml(oneLine(subject))}</title><style>${style(look.color, look.colorDark)}</style></head>
<body class="m-page" style="margin:0;padding:0;background:#f5f3f6"><table role="presentation" class="m-page" width="100%" cellpadding="0" cellspacing="0" border="0" style="background:#f5f3f6"><tr><td align="center" style="padding:24px 12px"><table role="presentation" width="100%" cellpadding="0" cellspacing="0" border="0" style="max-width:560px"><tr><td class="m-card" align="left" style="padding:28px;background:#ffffff;border:1px solid #e6e2e6;border-top:4px solid ${look.color};border-radius:8px">${body}</td></tr><tr><td align="left">${content.footer ? foot(content.footer, look) : ""}</td></tr></table></td></tr></table></body></html>
`;
}

const LOGO_IMAGE = new RegExp(`<img src="cid:${LOGO_CID}" alt="([^"]*)"[^>]*>`, "g");

/** The page with its logo in it, or with the name in the logo's place where there is none any more. */
export function withLogo(page: string, source: string | null): string {
  return page.replace(LOGO_IMAGE, (image, name: string) =>
    source === null ? `<strong>${name}</strong>` : image.replace(`cid:${LOGO_CID}`, source),
  );
}

export const hasLogo = (page: string): boolean => page.includes(`src="cid:${LOGO_CID}"`);

/** For looking at it in the portal: nothing in it may run or be fetched, whatever the frame allows. */
export const forPreview = (page: string): string =>
  page.replace(
    "<head>",
    `<head><meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; img-src data:"><base target="_blank">`,
  );
