ALTER TABLE "invoices" ADD COLUMN "reckoned_at" timestamp (3) with time zone NOT NULL;--> statement-breakpoint
ALTER TABLE "subscriptions" ADD COLUMN "recheck_from" integer;