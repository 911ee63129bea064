CREATE TABLE `payment_accounts` (
	`id` text PRIMARY KEY NOT NULL,
	`tenant_id` text NOT NULL,
	`provider` text NOT NULL,
	`live` integer NOT NULL,
	`customer` text,
	`setup` text,
	`method` text,
	`created_at` integer NOT NULL,
	`updated_at` integer NOT NULL
);
--> statement-breakpoint
CREATE UNIQUE INDEX `payment_accounts_tenant` ON `payment_accounts` (`tenant_id`,`provider`,`live`);--> statement-breakpoint
CREATE TABLE `payment_events` (
	`id` text PRIMARY KEY NOT NULL,
	`provider` text NOT NULL,
	`type` text NOT NULL,
	`outcome` text NOT NULL,
	`tenant_id` text,
	`payment_id` text,
	`at` integer NOT NULL,
	`received_at` integer NOT NULL
);
--> statement-breakpoint
CREATE INDEX `payment_events_at` ON `payment_events` (`provider`,`at`);--> statement-breakpoint
ALTER TABLE `payments` ADD `kind` text DEFAULT 'bank' NOT NULL;--> statement-breakpoint
ALTER TABLE `payments` ADD `refund_of` text;--> statement-breakpoint
ALTER TABLE `payments` ADD `details` text;--> statement-breakpoint
ALTER TABLE `payments` ADD `check_at` integer;--> statement-breakpoint
ALTER TABLE `payments` ADD `dispute` text;--> statement-breakpoint
CREATE INDEX `payments_check` ON `payments` (`check_at`);--> statement-breakpoint
CREATE UNIQUE INDEX `payments_one_under_way` ON `payments` (`invoice_id`) WHERE state = 'pending' and refund_of is null;