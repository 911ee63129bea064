CREATE TABLE `invoice_mails` (
	`id` text PRIMARY KEY NOT NULL,
	`tenant_id` text NOT NULL,
	`invoice_id` text NOT NULL,
	`kind` text NOT NULL,
	`created_at` integer NOT NULL,
	`done_at` integer,
	`outcome` text
);
--> statement-breakpoint
CREATE INDEX `invoice_mails_waiting` ON `invoice_mails` (`done_at`,`id`);--> statement-breakpoint
CREATE INDEX `invoice_mails_invoice` ON `invoice_mails` (`invoice_id`);