"use client";

import { Plus, Settings2 } from "lucide-react";
import { useState } from "react";
import { AlertDialog } from "../ui/alert-dialog";
import { Button } from "../ui/button";
import { Checkbox } from "../ui/checkbox";
import { Dialog } from "../ui/dialog";
import { Field } from "../ui/field";
import { Input, Textarea } from "../ui/input";
import { Menu, MenuItem } from "../ui/menu";
import { Popover } from "../ui/popover";
import { Segmented } from "../ui/segmented";
import { Select } from "../ui/select";
import { Kbd } from "../ui/small";
import { Switch } from "../ui/switch";
import { notify } from "../ui/toast";
import { Tooltip } from "../ui/tooltip";
import { Section } from "./section";

/** What one presses and types into, and what floats. */
export function Controls() {
  const [plan, setPlan] = useState<"starter" | "growth">("starter");
  const [asked, setAsked] = useState(false);
  return (
    <>
      <Section title="Buttons">
        <Button variant="primary">
          <Plus /> Create tenant
        </Button>
        <Button>Export</Button>
        <Button variant="quiet">Clear filters</Button>
        <Button variant="danger">Cancel run…</Button>
        <Button disabled>Next</Button>
        <Button busy>Saving</Button>
        <Tooltip content="Settings of this list">
          <Button square aria-label="Settings">
            <Settings2 />
          </Button>
        </Tooltip>
        <Button size="s">Small</Button>
        <Button size="l">Large</Button>
      </Section>
      <Section title="Fields">
        <Field label="Host" hint="Name or address of the database." className="w-64">
          <Input defaultValue="db.aurora.example" />
        </Field>
        <Field label="Port" error="Use a number from 1 to 65535." className="w-32">
          <Input defaultValue="70000" />
        </Field>
        <Field label="Plan" className="w-44">
          <Select
            value={plan}
            onValueChange={setPlan}
            options={[
              { value: "starter", label: "Starter" },
              { value: "growth", label: "Growth" },
            ]}
          />
        </Field>
        <Field label="Remark" className="w-64">
          <Textarea defaultValue="One customer, two databases." />
        </Field>
        <Checkbox aria-label="Read only" defaultChecked />
        <Checkbox aria-label="Verify TLS" />
        <Switch aria-label="Schedule" defaultChecked />
        <Segmented
          label="Level"
          value={plan}
          onValueChange={setPlan}
          options={[
            { value: "starter", label: "All" },
            { value: "growth", label: "Errors" },
          ]}
        />
      </Section>
      <Section title="What floats">
        <Menu trigger={<Button>Menu</Button>}>
          <MenuItem>Open</MenuItem>
          <MenuItem>Copy id</MenuItem>
        </Menu>
        <Popover trigger={<Button>Popover</Button>} title="Columns">
          <p className="p-2">Columns of this list</p>
        </Popover>
        <Dialog trigger={<Button>Dialog</Button>} title="Shortcuts" closeLabel="Close">
          <p>
            Search <Kbd>/</Kbd>
          </p>
        </Dialog>
        <Button variant="danger" onClick={() => setAsked(true)}>
          Undo run…
        </Button>
        <AlertDialog
          open={asked}
          onOpenChange={setAsked}
          title="Undo this run?"
          confirm="Undo run"
          cancel="Leave as it is"
          danger
          onConfirm={() => setAsked(false)}
        >
          Removes 1 app, 1 connection with its secret, 2 spaces, 3 groups.
        </AlertDialog>
        <Button onClick={() => notify({ title: "The run goes on" })}>Toast</Button>
        <Button
          onClick={() =>
            notify({
              kind: "error",
              title: "The run could not be changed",
              description: "A run that is running cannot be undone. Wait until it has ended.",
              requestId: "req_01jd8h31k4",
            })
          }
        >
          Error toast
        </Button>
      </Section>
    </>
  );
}
