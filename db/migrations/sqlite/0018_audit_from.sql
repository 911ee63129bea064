ALTER TABLE `audit_entries` ADD `address` text;--> statement-breakpoint
ALTER TABLE `audit_entries` ADD `request_id` text;--> statement-breakpoint
CREATE INDEX `audit_entries_request` ON `audit_entries` (`request_id`);