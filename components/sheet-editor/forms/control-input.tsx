"use client";

import { ExpressionInput } from "./expression-input";
import { type ControlInputProps, NestedProvider } from "./form-context";
import { GroupInput, ShortInput } from "./group-input";
import { ChoiceInput, FlagInput, LineInput, NumberInput, SetInput } from "./leaf-inputs";
import { ListInput } from "./list-input";
import { FieldNameInput, MeasureNameInput } from "./name-input";
import { TextInput } from "./text-input";
import { YamlInput } from "./yaml-input";

/** The input of any control the sheet's schema asks for. */
export function ControlInput(props: ControlInputProps) {
  return (
    <NestedProvider value={Input}>
      <Input {...props} />
    </NestedProvider>
  );
}

function Input({ control, suggestions, ...props }: ControlInputProps) {
  switch (control.kind) {
    case "text":
      return <TextInput {...props} long={props.path.at(-1) === "text"} />;
    case "expression":
      return <ExpressionInput {...props} />;
    case "amount":
      return <ExpressionInput {...props} amount />;
    case "field":
      return <FieldNameInput {...props} />;
    case "measure":
      return <MeasureNameInput {...props} />;
    case "line":
      return <LineInput {...props} suggestions={suggestions} />;
    case "number":
      return <NumberInput {...props} control={control} />;
    case "flag":
      return <FlagInput {...props} />;
    case "choice":
      return <ChoiceInput {...props} options={control.options} />;
    case "set":
      return <SetInput {...props} options={control.options} />;
    case "list":
      return <ListInput {...props} control={control} />;
    case "group":
      return <GroupInput {...props} control={control} />;
    case "short":
      return <ShortInput {...props} control={control} />;
    case "yaml":
      return <YamlInput {...props} />;
  }
}
