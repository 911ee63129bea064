ALTER TABLE `invoices` ADD `reckoned_at` integer NOT NULL;--> statement-breakpoint
ALTER TABLE `subscriptions` ADD `recheck_from` integer;