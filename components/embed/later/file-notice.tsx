import type { ComponentProps } from "react";
import type * as Real from "../../dashboards/files/file-notice";
import { later } from "../../dashboards/late/later";

const Notice = later(async () => (await import("../../dashboards/files/file-notice")).FileNotice);

/** Nothing until somebody asks for a file. */
export function FileNotice(props: ComponentProps<typeof Real.FileNotice>) {
  return props.files.state ? <Notice {...props} /> : null;
}
