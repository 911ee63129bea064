CREATE TABLE `audit_archives` (
	`id` text PRIMARY KEY NOT NULL,
	`chain` text NOT NULL,
	`first_seq` integer NOT NULL,
	`last_seq` integer NOT NULL,
	`first_at` integer NOT NULL,
	`last_at` integer NOT NULL,
	`lines` text NOT NULL,
	`created_at` integer NOT NULL
);
--> statement-breakpoint
CREATE UNIQUE INDEX `audit_archives_chain` ON `audit_archives` (`chain`,`first_seq`);--> statement-breakpoint
CREATE TABLE `capability_overrides` (
	`id` text PRIMARY KEY NOT NULL,
	`tenant_id` text NOT NULL,
	`capability` text NOT NULL,
	`on` integer NOT NULL,
	`reason` text NOT NULL,
	`changed_by` text NOT NULL,
	`changed_at` integer NOT NULL
);
--> statement-breakpoint
CREATE INDEX `capability_overrides_tenant` ON `capability_overrides` (`tenant_id`);--> statement-breakpoint
CREATE TABLE `capability_requests` (
	`id` text PRIMARY KEY NOT NULL,
	`tenant_id` text NOT NULL,
	`capability` text NOT NULL,
	`note` text,
	`asked_by` text NOT NULL,
	`created_at` integer NOT NULL,
	`closed_at` integer
);
--> statement-breakpoint
CREATE INDEX `capability_requests_tenant` ON `capability_requests` (`tenant_id`,`created_at`);--> statement-breakpoint
CREATE UNIQUE INDEX `capability_requests_open` ON `capability_requests` (`tenant_id`,`capability`) WHERE closed_at is null;--> statement-breakpoint
ALTER TABLE `tenants` ADD `time_zone` text;--> statement-breakpoint
ALTER TABLE `tenants` ADD `retention` text;