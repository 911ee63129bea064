import type { DashboardDocument } from "@/server/apps";
import { AppError } from "@/server/shared/errors";

/** What a sheet of a dashboard is called in a language. @throws `deliveries.sheet_gone` */
export function sheetTitle({ sheets }: DashboardDocument, id: string, language: string): string {
  const found = sheets.find(({ sheet }) => sheet === id);
  if (!found)
    throw new AppError("not-found", "deliveries.sheet_gone", "This sheet is not there any more.", {
      advice: "Choose another sheet of the app.",
    });
  const { title } = found;
  if (typeof title === "string") return title;
  const [short = ""] = language.split("-");
  return title[language] ?? title[short] ?? title.en ?? Object.values(title)[0] ?? id;
}
