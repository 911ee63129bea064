import type { ReactNode } from "react";
import { Document } from "@/components/providers/document";
import { ApiProvider } from "@/components/providers/trpc";

export default function AuthLayout({ children }: { children: ReactNode }) {
  return (
    <Document>
      <ApiProvider>{children}</ApiProvider>
    </Document>
  );
}
