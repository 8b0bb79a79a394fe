using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Minsheng.Workflow.Runtime.Storage.Migrations.Postgres
{
    /// <inheritdoc />
    public partial class Supervision : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropPrimaryKey(
                name: "pk_ratings",
                table: "ratings");

            // Numbered by run from now on, not by project.
            migrationBuilder.Sql("UPDATE ratings r SET seq = n.seq FROM (SELECT ctid, row_number() OVER (PARTITION BY instance_id ORDER BY at, item_id) AS seq FROM ratings) n WHERE r.ctid = n.ctid;");

            migrationBuilder.AlterColumn<string>(
                name: "item_id",
                table: "ratings",
                type: "text",
                nullable: true,
                oldClrType: typeof(string),
                oldType: "text");

            migrationBuilder.AddColumn<string>(
                name: "cycle_id",
                table: "ratings",
                type: "text",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "subject",
                table: "ratings",
                type: "text",
                nullable: false,
                defaultValue: "");

            migrationBuilder.AddColumn<DateOnly>(
                name: "finish",
                table: "items",
                type: "date",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "last_rating",
                table: "items",
                type: "text",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "state",
                table: "items",
                type: "text",
                nullable: false,
                defaultValue: "Underway");

            migrationBuilder.AddColumn<int>(
                name: "paper_issued",
                table: "ballots",
                type: "integer",
                nullable: true);

            migrationBuilder.AddColumn<bool>(
                name: "is_recused",
                table: "ballot_roll",
                type: "boolean",
                nullable: false,
                defaultValue: false);

            migrationBuilder.AddColumn<bool>(
                name: "on_paper",
                table: "ballot_roll",
                type: "boolean",
                nullable: false,
                defaultValue: false);

            migrationBuilder.AddPrimaryKey(
                name: "pk_ratings",
                table: "ratings",
                columns: new[] { "instance_id", "seq" });

            migrationBuilder.CreateTable(
                name: "ballot_entries",
                columns: table => new
                {
                    ballot_id = table.Column<string>(type: "text", nullable: false),
                    person_id = table.Column<string>(type: "text", nullable: false),
                    jurisdiction_id = table.Column<string>(type: "text", nullable: false),
                    figures_json = table.Column<string>(type: "text", nullable: false),
                    at = table.Column<DateTime>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_ballot_entries", x => new { x.ballot_id, x.person_id });
                });

            migrationBuilder.CreateTable(
                name: "finding_steps",
                columns: table => new
                {
                    finding_id = table.Column<string>(type: "text", nullable: false),
                    seq = table.Column<int>(type: "integer", nullable: false),
                    jurisdiction_id = table.Column<string>(type: "text", nullable: false),
                    state = table.Column<string>(type: "text", nullable: false),
                    text = table.Column<string>(type: "text", nullable: false),
                    by = table.Column<string>(type: "text", nullable: false),
                    at = table.Column<DateTime>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_finding_steps", x => new { x.finding_id, x.seq });
                });

            migrationBuilder.CreateTable(
                name: "findings",
                columns: table => new
                {
                    id = table.Column<string>(type: "text", nullable: false),
                    jurisdiction_id = table.Column<string>(type: "text", nullable: false),
                    cycle_id = table.Column<string>(type: "text", nullable: true),
                    instance_id = table.Column<string>(type: "text", nullable: false),
                    item_id = table.Column<string>(type: "text", nullable: true),
                    kind = table.Column<string>(type: "text", nullable: false),
                    title = table.Column<string>(type: "text", nullable: false),
                    text = table.Column<string>(type: "text", nullable: false),
                    issued_by = table.Column<string>(type: "text", nullable: false),
                    issued_to = table.Column<string>(type: "text", nullable: false),
                    state = table.Column<string>(type: "text", nullable: false),
                    due = table.Column<DateTime>(type: "timestamp with time zone", nullable: true),
                    issued = table.Column<DateTime>(type: "timestamp with time zone", nullable: false),
                    closed = table.Column<DateTime>(type: "timestamp with time zone", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_findings", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "project_changes",
                columns: table => new
                {
                    id = table.Column<string>(type: "text", nullable: false),
                    jurisdiction_id = table.Column<string>(type: "text", nullable: false),
                    cycle_id = table.Column<string>(type: "text", nullable: true),
                    instance_id = table.Column<string>(type: "text", nullable: false),
                    item_id = table.Column<string>(type: "text", nullable: false),
                    kind = table.Column<string>(type: "text", nullable: false),
                    is_approved = table.Column<bool>(type: "boolean", nullable: false),
                    summary = table.Column<string>(type: "text", nullable: false),
                    reason = table.Column<string>(type: "text", nullable: false),
                    by = table.Column<string>(type: "text", nullable: false),
                    needs_congress = table.Column<bool>(type: "boolean", nullable: false),
                    at = table.Column<DateTime>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_project_changes", x => x.id);
                });

            migrationBuilder.CreateIndex(
                name: "ix_ratings_item_id",
                table: "ratings",
                column: "item_id");

            migrationBuilder.CreateIndex(
                name: "ix_findings_cycle_id_state",
                table: "findings",
                columns: new[] { "cycle_id", "state" });

            migrationBuilder.CreateIndex(
                name: "ix_findings_item_id",
                table: "findings",
                column: "item_id");

            migrationBuilder.CreateIndex(
                name: "ix_project_changes_cycle_id",
                table: "project_changes",
                column: "cycle_id");

            migrationBuilder.CreateIndex(
                name: "ix_project_changes_item_id",
                table: "project_changes",
                column: "item_id");

            migrationBuilder.Sql("UPDATE ratings SET subject = COALESCE((SELECT title FROM items WHERE items.id = ratings.item_id), ''), cycle_id = (SELECT cycle_id FROM items WHERE items.id = ratings.item_id);");
            migrationBuilder.Sql("UPDATE items SET last_rating = (SELECT outcome FROM ratings WHERE ratings.item_id = items.id ORDER BY at DESC LIMIT 1), finish = (SELECT MAX(due) FROM milestones WHERE milestones.item_id = items.id);");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder) =>
            throw new NotSupportedException("A database is never taken back to an older version; restore a backup instead.");
    }
}
