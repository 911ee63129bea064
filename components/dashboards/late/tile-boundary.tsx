import { Component, type ReactNode } from "react";
import { useTranslations } from "use-intl";
import { ObjectFailure } from "../parts/object-states";

interface Props {
  /** What the tile is drawn of: with another one it is tried anew. */
  of: unknown;
  children: ReactNode;
}

/** What goes wrong while one object is drawn stays in its tile. */
export class TileBoundary extends Component<Props, { of: unknown; failed: boolean }> {
  override state = { of: this.props.of, failed: false };

  static getDerivedStateFromError() {
    return { failed: true };
  }

  static getDerivedStateFromProps({ of }: Props, state: { of: unknown }) {
    return of === state.of ? null : { of, failed: false };
  }

  override render() {
    return this.state.failed ? <NotDrawn /> : this.props.children;
  }
}

function NotDrawn() {
  const t = useTranslations("dashboards.failure");
  return <ObjectFailure failure={{ kind: "error", code: "dashboard.drawing", message: t("drawing") }} />;
}
