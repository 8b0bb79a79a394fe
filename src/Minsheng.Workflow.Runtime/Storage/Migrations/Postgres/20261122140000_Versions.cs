using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Minsheng.Workflow.Runtime.Storage.Migrations.Postgres
{
    /// <inheritdoc />
    public partial class Versions : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<DateTime>(
                name: "approved_at",
                table: "definition_versions",
                type: "timestamp with time zone",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "approved_by",
                table: "definition_versions",
                type: "text",
                nullable: true);

            migrationBuilder.AddColumn<DateOnly>(
                name: "effective_on",
                table: "definition_versions",
                type: "date",
                nullable: true);

            migrationBuilder.AddColumn<DateTime>(
                name: "proposed_at",
                table: "definition_versions",
                type: "timestamp with time zone",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "proposed_by",
                table: "definition_versions",
                type: "text",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "reason",
                table: "definition_versions",
                type: "text",
                nullable: true);

            migrationBuilder.AddColumn<int>(
                name: "restored_from",
                table: "definition_versions",
                type: "integer",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "returned",
                table: "definition_versions",
                type: "text",
                nullable: true);

            migrationBuilder.CreateIndex(
                name: "ix_definition_versions_effective_on",
                table: "definition_versions",
                column: "effective_on",
                filter: "state = 'Scheduled'");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder) =>
            throw new NotSupportedException("A database is never taken back to an older version; restore a backup instead.");
    }
}
