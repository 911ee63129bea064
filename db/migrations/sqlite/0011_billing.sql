CREATE TABLE `invoice_lines` (
	`id` text PRIMARY KEY NOT NULL,
	`tenant_id` text NOT NULL,
	`subscription_id` text NOT NULL,
	`invoice_id` text NOT NULL,
	`position` integer NOT NULL,
	`key` text NOT NULL,
	`line_kind` text NOT NULL,
	`kind` text NOT NULL,
	`charge_id` text NOT NULL,
	`plan` text NOT NULL,
	`title` text NOT NULL,
	`tax_class` text NOT NULL,
	`meter` text,
	`quantity` text NOT NULL,
	`period_index` integer NOT NULL,
	`period_from` integer NOT NULL,
	`period_to` integer NOT NULL,
	`seconds` integer NOT NULL,
	`amount` integer NOT NULL,
	`net` integer NOT NULL,
	`tax` integer NOT NULL,
	`tax_percent` text NOT NULL,
	`tax_reason` text NOT NULL
);
--> statement-breakpoint
CREATE UNIQUE INDEX `invoice_lines_position` ON `invoice_lines` (`invoice_id`,`position`);--> statement-breakpoint
CREATE INDEX `invoice_lines_billed` ON `invoice_lines` (`subscription_id`,`period_index`);--> statement-breakpoint
CREATE TABLE `invoice_numbers` (
	`id` text PRIMARY KEY NOT NULL,
	`last` integer NOT NULL
);
--> statement-breakpoint
CREATE TABLE `invoices` (
	`id` text PRIMARY KEY NOT NULL,
	`tenant_id` text NOT NULL,
	`subscription_id` text NOT NULL,
	`type` text NOT NULL,
	`state` text NOT NULL,
	`cause` text NOT NULL,
	`series` text,
	`seq` integer,
	`number` text,
	`currency` text NOT NULL,
	`as_of` integer NOT NULL,
	`net` integer NOT NULL,
	`tax` integer NOT NULL,
	`gross` integer NOT NULL,
	`paid` integer DEFAULT 0 NOT NULL,
	`credits_id` text,
	`document` text,
	`finalize_at` integer NOT NULL,
	`finalized_at` integer,
	`due_at` integer,
	`closed_at` integer,
	`created_at` integer NOT NULL,
	`updated_at` integer NOT NULL
);
--> statement-breakpoint
CREATE UNIQUE INDEX `invoices_cause` ON `invoices` (`subscription_id`,`cause`);--> statement-breakpoint
CREATE UNIQUE INDEX `invoices_number` ON `invoices` (`series`,`seq`);--> statement-breakpoint
CREATE INDEX `invoices_tenant` ON `invoices` (`tenant_id`,`created_at`,`id`);--> statement-breakpoint
CREATE INDEX `invoices_state` ON `invoices` (`state`,`finalize_at`,`id`);--> statement-breakpoint
CREATE TABLE `payments` (
	`id` text PRIMARY KEY NOT NULL,
	`tenant_id` text NOT NULL,
	`invoice_id` text NOT NULL,
	`provider` text NOT NULL,
	`reference` text NOT NULL,
	`amount` integer NOT NULL,
	`state` text NOT NULL,
	`problem` text,
	`at` integer NOT NULL,
	`created_at` integer NOT NULL
);
--> statement-breakpoint
CREATE UNIQUE INDEX `payments_reference` ON `payments` (`provider`,`reference`);--> statement-breakpoint
CREATE INDEX `payments_invoice` ON `payments` (`invoice_id`,`created_at`);--> statement-breakpoint
CREATE TABLE `plan_versions` (
	`id` text PRIMARY KEY NOT NULL,
	`data` text NOT NULL,
	`created_by` text NOT NULL,
	`created_at` integer NOT NULL,
	`retired_at` integer
);
--> statement-breakpoint
CREATE TABLE `subscription_changes` (
	`id` text PRIMARY KEY NOT NULL,
	`tenant_id` text NOT NULL,
	`subscription_id` text NOT NULL,
	`seq` integer NOT NULL,
	`at` integer NOT NULL,
	`terms` text NOT NULL,
	`reason` text,
	`actor` text NOT NULL,
	`created_at` integer NOT NULL
);
--> statement-breakpoint
CREATE UNIQUE INDEX `subscription_changes_seq` ON `subscription_changes` (`subscription_id`,`seq`);--> statement-breakpoint
CREATE TABLE `subscriptions` (
	`id` text PRIMARY KEY NOT NULL,
	`tenant_id` text NOT NULL,
	`currency` text NOT NULL,
	`zone` text NOT NULL,
	`interval` text NOT NULL,
	`anchor` integer NOT NULL,
	`start_at` integer NOT NULL,
	`state` text NOT NULL,
	`plan` text NOT NULL,
	`next_at` integer,
	`payer` text NOT NULL,
	`provider` text NOT NULL,
	`provider_customer` text,
	`created_at` integer NOT NULL,
	`updated_at` integer NOT NULL,
	`ended_at` integer
);
--> statement-breakpoint
CREATE UNIQUE INDEX `subscriptions_tenant` ON `subscriptions` (`tenant_id`) WHERE ended_at is null;--> statement-breakpoint
CREATE INDEX `subscriptions_next` ON `subscriptions` (`next_at`,`id`);