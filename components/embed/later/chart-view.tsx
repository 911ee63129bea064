import type { ComponentProps } from "react";
import type { Builder } from "../../charts/draw/model";
import { ChartView as Real } from "../../charts/view/chart-view";
import { PartFailed } from "../../dashboards/late/part-failed";
import { type LatePart, useLatePart } from "../../ui/late-part";
import type { LateBuilder } from "./models";

type Props = ComponentProps<typeof Real>;

/** A chart whose model may still be on its way. */
export function ChartView(props: Props) {
  const { part } = props.build as Partial<LateBuilder>;
  return part ? <Late part={part} {...props} /> : <Real {...props} />;
}

function Late({ part, ...props }: Props & { part: LatePart<Builder> }) {
  const { found, failed } = useLatePart(part);
  if (found) return <Real {...props} build={found} />;
  return failed ? <PartFailed again={part.again} /> : null;
}
