import { lazy, Suspense } from "react";

/** Words without their signs. */
const Plain = ({ markdown }: { markdown: string }) => (
  <p className="mb-2">{markdown.replace(/[*_#`\\]/g, "")}</p>
);

const load = () => import("../../dashboards/kinds/text-blocks").then(({ TextBlocks: Real }) => Real);
const Real = lazy(async () => ({ default: await load().catch(() => Plain) }));

/** Plain words until the reader of markdown is there; for good where it can't be had. */
export function TextBlocks(props: { markdown: string }) {
  return (
    <Suspense fallback={<Plain {...props} />}>
      <Real {...props} />
    </Suspense>
  );
}
