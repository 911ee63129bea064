import type { UseFormReturn } from "react-hook-form";
import type { z } from "zod";
import type { peopleForm } from "@/server/drafts/schemas";

export type PeopleControl = UseFormReturn<z.input<typeof peopleForm>, unknown, z.output<typeof peopleForm>>;
