using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Minsheng.Workflow.Runtime.Storage.Migrations.Sqlite
{
    /// <inheritdoc />
    public partial class Office : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<bool>(
                name: "is_quick",
                table: "tasks",
                type: "INTEGER",
                nullable: false,
                defaultValue: false);

            migrationBuilder.AddColumn<string>(
                name: "mode",
                table: "tasks",
                type: "TEXT",
                nullable: false,
                defaultValue: "Any");

            migrationBuilder.AddColumn<string>(
                name: "return_note",
                table: "tasks",
                type: "TEXT",
                nullable: true);

            migrationBuilder.AddColumn<int>(
                name: "urged",
                table: "tasks",
                type: "INTEGER",
                nullable: false,
                defaultValue: 0);

            migrationBuilder.AddColumn<string>(
                name: "from_id",
                table: "task_participants",
                type: "TEXT",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "from_name",
                table: "task_participants",
                type: "TEXT",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "kind",
                table: "task_participants",
                type: "TEXT",
                nullable: false,
                defaultValue: "Given");

            migrationBuilder.AddColumn<string>(
                name: "note",
                table: "task_participants",
                type: "TEXT",
                nullable: true);

            migrationBuilder.AddColumn<DateTime>(
                name: "seen",
                table: "task_participants",
                type: "TEXT",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "agent_id",
                table: "task_acts",
                type: "TEXT",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "agent_name",
                table: "task_acts",
                type: "TEXT",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "kind",
                table: "task_acts",
                type: "TEXT",
                nullable: false,
                defaultValue: "Answer");

            migrationBuilder.AddColumn<string>(
                name: "signature_id",
                table: "task_acts",
                type: "TEXT",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "targets",
                table: "task_acts",
                type: "TEXT",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "term_id",
                table: "posts",
                type: "TEXT",
                nullable: true);

            migrationBuilder.AddColumn<int>(
                name: "execution",
                table: "item_decisions",
                type: "INTEGER",
                nullable: true);

            migrationBuilder.AddColumn<byte[]>(
                name: "thumbnail",
                table: "files",
                type: "BLOB",
                nullable: true);

            migrationBuilder.AddColumn<bool>(
                name: "must_change_password",
                table: "accounts",
                type: "INTEGER",
                nullable: false,
                defaultValue: false);

            migrationBuilder.CreateTable(
                name: "delegations",
                columns: table => new
                {
                    id = table.Column<string>(type: "TEXT", nullable: false),
                    jurisdiction_id = table.Column<string>(type: "TEXT", nullable: false),
                    person_id = table.Column<string>(type: "TEXT", nullable: false),
                    deputy_id = table.Column<string>(type: "TEXT", nullable: false),
                    from = table.Column<DateOnly>(type: "TEXT", nullable: false),
                    until = table.Column<DateOnly>(type: "TEXT", nullable: false),
                    reason = table.Column<string>(type: "TEXT", nullable: false),
                    created_by = table.Column<string>(type: "TEXT", nullable: false),
                    created = table.Column<DateTime>(type: "TEXT", nullable: false),
                    revoked = table.Column<DateTime>(type: "TEXT", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_delegations", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "drafts",
                columns: table => new
                {
                    person_id = table.Column<string>(type: "TEXT", nullable: false),
                    subject = table.Column<string>(type: "TEXT", nullable: false),
                    jurisdiction_id = table.Column<string>(type: "TEXT", nullable: false),
                    json = table.Column<string>(type: "TEXT", nullable: false),
                    at = table.Column<DateTime>(type: "TEXT", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_drafts", x => new { x.person_id, x.subject });
                });

            migrationBuilder.CreateTable(
                name: "groups",
                columns: table => new
                {
                    id = table.Column<string>(type: "TEXT", nullable: false),
                    jurisdiction_id = table.Column<string>(type: "TEXT", nullable: false),
                    name = table.Column<string>(type: "TEXT", nullable: false),
                    purpose = table.Column<string>(type: "TEXT", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_groups", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "place_settings",
                columns: table => new
                {
                    jurisdiction_id = table.Column<string>(type: "TEXT", nullable: false),
                    name = table.Column<string>(type: "TEXT", nullable: false),
                    value = table.Column<string>(type: "TEXT", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_place_settings", x => new { x.jurisdiction_id, x.name });
                });

            migrationBuilder.CreateTable(
                name: "preferences",
                columns: table => new
                {
                    person_id = table.Column<string>(type: "TEXT", nullable: false),
                    name = table.Column<string>(type: "TEXT", nullable: false),
                    jurisdiction_id = table.Column<string>(type: "TEXT", nullable: false),
                    value = table.Column<string>(type: "TEXT", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_preferences", x => new { x.person_id, x.name });
                });

            migrationBuilder.CreateTable(
                name: "task_copies",
                columns: table => new
                {
                    task_id = table.Column<string>(type: "TEXT", nullable: false),
                    person_id = table.Column<string>(type: "TEXT", nullable: false),
                    jurisdiction_id = table.Column<string>(type: "TEXT", nullable: false),
                    by_name = table.Column<string>(type: "TEXT", nullable: false),
                    note = table.Column<string>(type: "TEXT", nullable: true),
                    at = table.Column<DateTime>(type: "TEXT", nullable: false),
                    read = table.Column<DateTime>(type: "TEXT", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_task_copies", x => new { x.task_id, x.person_id });
                });

            migrationBuilder.CreateTable(
                name: "terms",
                columns: table => new
                {
                    id = table.Column<string>(type: "TEXT", nullable: false),
                    jurisdiction_id = table.Column<string>(type: "TEXT", nullable: false),
                    name = table.Column<string>(type: "TEXT", nullable: false),
                    from = table.Column<DateOnly>(type: "TEXT", nullable: false),
                    until = table.Column<DateOnly>(type: "TEXT", nullable: true),
                    all_deputies = table.Column<int>(type: "INTEGER", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_terms", x => x.id);
                });

            migrationBuilder.CreateIndex(
                name: "ix_item_proposers_person_id",
                table: "item_proposers",
                column: "person_id",
                filter: "person_id IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "ix_instances_started_by_started_at",
                table: "instances",
                columns: new[] { "started_by", "started_at" },
                filter: "parent_id IS NULL");

            migrationBuilder.CreateIndex(
                name: "ix_delegations_deputy_id",
                table: "delegations",
                column: "deputy_id");

            migrationBuilder.CreateIndex(
                name: "ix_delegations_person_id",
                table: "delegations",
                column: "person_id");

            migrationBuilder.CreateIndex(
                name: "ix_groups_jurisdiction_id_name",
                table: "groups",
                columns: new[] { "jurisdiction_id", "name" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_task_copies_person_id_at",
                table: "task_copies",
                columns: new[] { "person_id", "at" });

            migrationBuilder.CreateIndex(
                name: "ix_terms_jurisdiction_id_name",
                table: "terms",
                columns: new[] { "jurisdiction_id", "name" },
                unique: true);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder) =>
            throw new NotSupportedException("A database is never taken back to an older version; restore a backup instead.");
    }
}
