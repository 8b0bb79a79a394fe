using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Minsheng.Workflow.Runtime.Storage.Migrations.Sqlite
{
    /// <inheritdoc />
    public partial class Supervision : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<DateOnly>(
                name: "finish",
                table: "items",
                type: "TEXT",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "last_rating",
                table: "items",
                type: "TEXT",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "state",
                table: "items",
                type: "TEXT",
                nullable: false,
                defaultValue: "Underway");

            migrationBuilder.AddColumn<int>(
                name: "paper_issued",
                table: "ballots",
                type: "INTEGER",
                nullable: true);

            migrationBuilder.AddColumn<bool>(
                name: "is_recused",
                table: "ballot_roll",
                type: "INTEGER",
                nullable: false,
                defaultValue: false);

            migrationBuilder.AddColumn<bool>(
                name: "on_paper",
                table: "ballot_roll",
                type: "INTEGER",
                nullable: false,
                defaultValue: false);

            migrationBuilder.CreateTable(
                name: "ballot_entries",
                columns: table => new
                {
                    ballot_id = table.Column<string>(type: "TEXT", nullable: false),
                    person_id = table.Column<string>(type: "TEXT", nullable: false),
                    jurisdiction_id = table.Column<string>(type: "TEXT", nullable: false),
                    figures_json = table.Column<string>(type: "TEXT", nullable: false),
                    at = table.Column<DateTime>(type: "TEXT", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_ballot_entries", x => new { x.ballot_id, x.person_id });
                });

            migrationBuilder.CreateTable(
                name: "finding_steps",
                columns: table => new
                {
                    finding_id = table.Column<string>(type: "TEXT", nullable: false),
                    seq = table.Column<int>(type: "INTEGER", nullable: false),
                    jurisdiction_id = table.Column<string>(type: "TEXT", nullable: false),
                    state = table.Column<string>(type: "TEXT", nullable: false),
                    text = table.Column<string>(type: "TEXT", nullable: false),
                    by = table.Column<string>(type: "TEXT", nullable: false),
                    at = table.Column<DateTime>(type: "TEXT", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_finding_steps", x => new { x.finding_id, x.seq });
                });

            migrationBuilder.CreateTable(
                name: "findings",
                columns: table => new
                {
                    id = table.Column<string>(type: "TEXT", nullable: false),
                    jurisdiction_id = table.Column<string>(type: "TEXT", nullable: false),
                    cycle_id = table.Column<string>(type: "TEXT", nullable: true),
                    instance_id = table.Column<string>(type: "TEXT", nullable: false),
                    item_id = table.Column<string>(type: "TEXT", nullable: true),
                    kind = table.Column<string>(type: "TEXT", nullable: false),
                    title = table.Column<string>(type: "TEXT", nullable: false),
                    text = table.Column<string>(type: "TEXT", nullable: false),
                    issued_by = table.Column<string>(type: "TEXT", nullable: false),
                    issued_to = table.Column<string>(type: "TEXT", nullable: false),
                    state = table.Column<string>(type: "TEXT", nullable: false),
                    due = table.Column<DateTime>(type: "TEXT", nullable: true),
                    issued = table.Column<DateTime>(type: "TEXT", nullable: false),
                    closed = table.Column<DateTime>(type: "TEXT", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_findings", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "project_changes",
                columns: table => new
                {
                    id = table.Column<string>(type: "TEXT", nullable: false),
                    jurisdiction_id = table.Column<string>(type: "TEXT", nullable: false),
                    cycle_id = table.Column<string>(type: "TEXT", nullable: true),
                    instance_id = table.Column<string>(type: "TEXT", nullable: false),
                    item_id = table.Column<string>(type: "TEXT", nullable: false),
                    kind = table.Column<string>(type: "TEXT", nullable: false),
                    is_approved = table.Column<bool>(type: "INTEGER", nullable: false),
                    summary = table.Column<string>(type: "TEXT", nullable: false),
                    reason = table.Column<string>(type: "TEXT", nullable: false),
                    by = table.Column<string>(type: "TEXT", nullable: false),
                    needs_congress = table.Column<bool>(type: "INTEGER", nullable: false),
                    at = table.Column<DateTime>(type: "TEXT", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_project_changes", x => x.id);
                });

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

            // Numbered by run from now on, not by project. By hand, because a rebuild by EF would leave the transaction.
            migrationBuilder.Sql("ALTER TABLE ratings RENAME TO ratings_by_item;");
            migrationBuilder.Sql("CREATE TABLE ratings (instance_id TEXT NOT NULL, seq INTEGER NOT NULL, jurisdiction_id TEXT NOT NULL, cycle_id TEXT NULL, item_id TEXT NULL, subject TEXT NOT NULL, rule TEXT NOT NULL, outcome TEXT NOT NULL, percent TEXT NOT NULL, sentence TEXT NOT NULL, at TEXT NOT NULL, CONSTRAINT pk_ratings PRIMARY KEY (instance_id, seq));");
            migrationBuilder.Sql("INSERT INTO ratings SELECT r.instance_id, row_number() OVER (PARTITION BY r.instance_id ORDER BY r.at, r.item_id), r.jurisdiction_id, i.cycle_id, r.item_id, COALESCE(i.title, ''), r.rule, r.outcome, r.percent, r.sentence, r.at FROM ratings_by_item r LEFT JOIN items i ON i.id = r.item_id;");
            migrationBuilder.Sql("DROP TABLE ratings_by_item;");
            migrationBuilder.Sql("CREATE INDEX ix_ratings_item_id ON ratings (item_id);");
            migrationBuilder.Sql("UPDATE items SET last_rating = (SELECT outcome FROM ratings WHERE ratings.item_id = items.id ORDER BY at DESC LIMIT 1), finish = (SELECT MAX(due) FROM milestones WHERE milestones.item_id = items.id);");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder) =>
            throw new NotSupportedException("A database is never taken back to an older version; restore a backup instead.");
    }
}
