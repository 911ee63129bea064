import { notFound } from "next/navigation";

/** Every address nobody else answers, so that it is answered inside the portal. */
export default function MissingPage() {
  notFound();
}
