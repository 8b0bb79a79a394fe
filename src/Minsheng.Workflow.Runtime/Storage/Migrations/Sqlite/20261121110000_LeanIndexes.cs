using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Minsheng.Workflow.Runtime.Storage.Migrations.Sqlite
{
    /// <inheritdoc />
    public partial class LeanIndexes : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "ix_waits_jurisdiction_id_kind_name",
                table: "waits");

            migrationBuilder.DropIndex(
                name: "ix_waits_kind_due",
                table: "waits");

            migrationBuilder.DropIndex(
                name: "ix_instances_cycle_id",
                table: "instances");

            migrationBuilder.DropIndex(
                name: "ix_instances_definition_version_id",
                table: "instances");

            migrationBuilder.DropIndex(
                name: "ix_instances_jurisdiction_id_status_updated_at",
                table: "instances");

            migrationBuilder.DropIndex(
                name: "ix_instances_parent_id_parent_execution_child_key",
                table: "instances");

            migrationBuilder.DropIndex(
                name: "ix_definition_versions_digest",
                table: "definition_versions");

            migrationBuilder.DropIndex(
                name: "ix_audit_subject",
                table: "audit");

            migrationBuilder.CreateIndex(
                name: "ix_instances_cycle_id",
                table: "instances",
                column: "cycle_id",
                filter: "cycle_id IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "ix_instances_id",
                table: "instances",
                column: "id",
                filter: "status = 'Running'");

            migrationBuilder.CreateIndex(
                name: "ix_instances_parent_id_parent_execution_child_key",
                table: "instances",
                columns: new[] { "parent_id", "parent_execution", "child_key" },
                unique: true,
                filter: "parent_id IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "ix_instances_project_id",
                table: "instances",
                column: "project_id",
                filter: "project_id IS NOT NULL");

            // Rows that are only ever found by their key lie in it: one tree to write instead of two.
            Rebuild(migrationBuilder, "history", "instance_id TEXT NOT NULL, seq INTEGER NOT NULL, jurisdiction_id TEXT NOT NULL, at TEXT NOT NULL, kind TEXT NOT NULL, activity_id TEXT NULL, node_id TEXT NULL, title TEXT NULL, outcome TEXT NULL, sentence TEXT NOT NULL, actor TEXT NULL, CONSTRAINT pk_history PRIMARY KEY (instance_id, seq)");
            Rebuild(migrationBuilder, "audit", "jurisdiction_id TEXT NOT NULL, seq INTEGER NOT NULL, at TEXT NOT NULL, actor TEXT NOT NULL, act TEXT NOT NULL, subject TEXT NOT NULL, details_json TEXT NOT NULL, previous_hash BLOB NOT NULL, hash BLOB NOT NULL, CONSTRAINT pk_audit PRIMARY KEY (jurisdiction_id, seq)");
            Rebuild(migrationBuilder, "waits", "id TEXT NOT NULL, jurisdiction_id TEXT NOT NULL, instance_id TEXT NOT NULL, bookmark_id TEXT NOT NULL, kind TEXT NOT NULL, name TEXT NOT NULL, activity_id TEXT NOT NULL, node_id TEXT NOT NULL, title TEXT NOT NULL, execution INTEGER NOT NULL, correlation_id TEXT NULL, due TEXT NULL, payload_json TEXT NULL, since TEXT NOT NULL, CONSTRAINT pk_waits PRIMARY KEY (id)");
            migrationBuilder.Sql("CREATE INDEX ix_waits_instance_id ON waits (instance_id);");
            migrationBuilder.Sql("CREATE INDEX ix_waits_due ON waits (due) WHERE kind = 'Timer';");
            migrationBuilder.Sql("CREATE INDEX ix_waits_jurisdiction_id_name ON waits (jurisdiction_id, name) WHERE kind = 'Event';");
        }

        private static void Rebuild(MigrationBuilder builder, string table, string columns)
        {
            builder.Sql($"ALTER TABLE {table} RENAME TO {table}_before;");
            builder.Sql($"CREATE TABLE {table} ({columns}) WITHOUT ROWID;");
            builder.Sql($"INSERT INTO {table} SELECT * FROM {table}_before;");
            builder.Sql($"DROP TABLE {table}_before;");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder) =>
            throw new NotSupportedException("A database is never taken back to an older version; restore a backup instead.");
    }
}
