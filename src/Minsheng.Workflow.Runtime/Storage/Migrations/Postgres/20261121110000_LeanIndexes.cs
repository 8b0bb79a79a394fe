using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Minsheng.Workflow.Runtime.Storage.Migrations.Postgres
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
                name: "ix_waits_due",
                table: "waits",
                column: "due",
                filter: "kind = 'Timer'");

            migrationBuilder.CreateIndex(
                name: "ix_waits_jurisdiction_id_name",
                table: "waits",
                columns: new[] { "jurisdiction_id", "name" },
                filter: "kind = 'Event'");

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
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder) =>
            throw new NotSupportedException("A database is never taken back to an older version; restore a backup instead.");
    }
}
