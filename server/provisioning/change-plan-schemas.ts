import { z } from "zod";
import { strict } from "@/server/shared/strict";

export const changePlanInput = strict({ id: z.string().min(1).max(60), plan: z.string().min(1).max(60) });
