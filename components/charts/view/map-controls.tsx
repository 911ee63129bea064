import { ArrowDown, ArrowLeft, ArrowRight, ArrowUp, Maximize, Minus, Plus } from "lucide-react";
import type { Say } from "../texts";
import type { MapRoaming } from "./use-map-view";

/** Zooms and moves a map by buttons: the wheel and a finger's drag stay the page's. */
export function MapControls({ roaming, say }: { roaming: MapRoaming; say: Say }) {
  const zoomed = roaming.view.zoom > 1;
  return (
    <div className="chart-roam">
      <Control label={say("mapIn")} icon={Plus} run={() => roaming.zoom("in")} />
      <Control label={say("mapOut")} icon={Minus} off={!zoomed} run={() => roaming.zoom("out")} />
      <Control label={say("mapAll")} icon={Maximize} off={!zoomed} run={() => roaming.zoom("all")} />
      {zoomed && (
        <>
          <Control label={say("mapWest")} icon={ArrowLeft} run={() => roaming.move(-1, 0)} />
          <Control label={say("mapEast")} icon={ArrowRight} run={() => roaming.move(1, 0)} />
          <Control label={say("mapNorth")} icon={ArrowUp} run={() => roaming.move(0, -1)} />
          <Control label={say("mapSouth")} icon={ArrowDown} run={() => roaming.move(0, 1)} />
        </>
      )}
    </div>
  );
}

interface ControlProps {
  label: string;
  icon: typeof Plus;
  /** Nothing to do; it keeps its place and the focus. */
  off?: boolean;
  run(): void;
}

function Control({ label, icon: Icon, off, run }: ControlProps) {
  return (
    <button type="button" aria-label={label} title={label} aria-disabled={off} onClick={run}>
      <Icon size={14} aria-hidden="true" />
    </button>
  );
}
