import { type ComponentProps, lazy, Suspense } from "react";
import type * as Real from "../../dashboards/files/file-notice";

const Notice = lazy(async () => ({
  default: (await import("../../dashboards/files/file-notice")).FileNotice,
}));

/** Nothing until somebody asks for a file. */
export function FileNotice(props: ComponentProps<typeof Real.FileNotice>) {
  if (!props.files.state) return null;
  return (
    <Suspense fallback={null}>
      <Notice {...props} />
    </Suspense>
  );
}
