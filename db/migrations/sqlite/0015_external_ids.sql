ALTER TABLE `groups` ADD `external_id` text;--> statement-breakpoint
CREATE UNIQUE INDEX `groups_tenant_external` ON `groups` (`tenant_id`,`external_id`);--> statement-breakpoint
CREATE UNIQUE INDEX `members_tenant_external` ON `members` (`tenant_id`,`external_id`);