using System.Linq.Expressions;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Identity.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Metadata.Conventions;
using Microsoft.EntityFrameworkCore.Storage.ValueConversion;
using Minsheng.Workflow.Runtime.Storage.Rows;

namespace Minsheng.Workflow.Runtime.Storage;

/// <summary>
/// The model, for both databases. Screens read here; everything that counts is written through
/// <see cref="Commits.CommitQueue"/>, accounts alone excepted.
/// </summary>
public abstract partial class WorkflowDb(DbContextOptions options) : IdentityUserContext<Account>(options)
{
    /// <summary>When set, rows of other jurisdictions do not exist for this context. Set before the context is used first.</summary>
    public string? JurisdictionId { get; set; }

    public DbSet<JurisdictionRow> Jurisdictions => Set<JurisdictionRow>();
    public DbSet<UnitRow> Units => Set<UnitRow>();
    public DbSet<BodyRow> Bodies => Set<BodyRow>();
    public DbSet<PersonRow> People => Set<PersonRow>();
    public DbSet<PostRow> Posts => Set<PostRow>();
    public DbSet<GroupRow> Groups => Set<GroupRow>();
    public DbSet<TermRow> Terms => Set<TermRow>();
    public DbSet<DelegationRow> Delegations => Set<DelegationRow>();
    public DbSet<PlaceSettingRow> PlaceSettings => Set<PlaceSettingRow>();
    public DbSet<PreferenceRow> Preferences => Set<PreferenceRow>();
    public DbSet<DefinitionRow> Definitions => Set<DefinitionRow>();
    public DbSet<DefinitionVersionRow> DefinitionVersions => Set<DefinitionVersionRow>();
    public DbSet<DefinitionFileRow> DefinitionFiles => Set<DefinitionFileRow>();
    public DbSet<VersionMoveRow> VersionMoves => Set<VersionMoveRow>();
    public DbSet<VersionMoveCaseRow> VersionMoveCases => Set<VersionMoveCaseRow>();
    public DbSet<CycleRow> Cycles => Set<CycleRow>();
    public DbSet<InstanceRow> Instances => Set<InstanceRow>();
    public DbSet<WaitRow> Waits => Set<WaitRow>();
    public DbSet<HistoryRow> History => Set<HistoryRow>();
    public DbSet<SignalRow> Signals => Set<SignalRow>();
    public DbSet<TaskRow> Tasks => Set<TaskRow>();
    public DbSet<TaskParticipantRow> TaskParticipants => Set<TaskParticipantRow>();
    public DbSet<TaskActRow> TaskActs => Set<TaskActRow>();
    public DbSet<TaskCopyRow> TaskCopies => Set<TaskCopyRow>();
    public DbSet<DraftRow> Drafts => Set<DraftRow>();
    public DbSet<ItemRow> Items => Set<ItemRow>();
    public DbSet<ItemProposerRow> ItemProposers => Set<ItemProposerRow>();
    public DbSet<ItemDecisionRow> ItemDecisions => Set<ItemDecisionRow>();
    public DbSet<PlanRow> Plans => Set<PlanRow>();
    public DbSet<MilestoneRow> Milestones => Set<MilestoneRow>();
    public DbSet<ProgressRow> Progress => Set<ProgressRow>();
    public DbSet<RatingRow> Ratings => Set<RatingRow>();
    public DbSet<FindingRow> Findings => Set<FindingRow>();
    public DbSet<FindingStepRow> FindingSteps => Set<FindingStepRow>();
    public DbSet<ProjectChangeRow> ProjectChanges => Set<ProjectChangeRow>();
    public DbSet<BallotEntryRow> BallotEntries => Set<BallotEntryRow>();
    public DbSet<DocumentRow> Documents => Set<DocumentRow>();
    public DbSet<BallotRow> Ballots => Set<BallotRow>();
    public DbSet<BallotRollRow> BallotRoll => Set<BallotRollRow>();
    public DbSet<BallotSlipRow> BallotSlips => Set<BallotSlipRow>();
    public DbSet<BallotReceiptRow> BallotReceipts => Set<BallotReceiptRow>();
    public DbSet<OutboxRow> Outbox => Set<OutboxRow>();
    public DbSet<DeliveryRow> Deliveries => Set<DeliveryRow>();
    public DbSet<AuditRow> Audit => Set<AuditRow>();
    public DbSet<AuditHeadRow> AuditHeads => Set<AuditHeadRow>();
    public DbSet<FileRow> Files => Set<FileRow>();
    public DbSet<SettingRow> Settings => Set<SettingRow>();

    protected override void OnConfiguring(DbContextOptionsBuilder optionsBuilder) =>
        optionsBuilder.ReplaceService<IModelCacheKeyFactory, ModelByNarrowing>();

    protected override void ConfigureConventions(ModelConfigurationBuilder configurationBuilder)
    {
        base.ConfigureConventions(configurationBuilder);
        configurationBuilder.Properties<DateTimeOffset>().HaveConversion<UtcConverter>();
        configurationBuilder.Properties<Enum>().HaveConversion<string>();
        configurationBuilder.Properties<decimal>().HavePrecision(18, 2);
        configurationBuilder.Conventions.Remove<ForeignKeyIndexConvention>();
    }

    protected override void OnModelCreating(ModelBuilder builder)
    {
        base.OnModelCreating(builder);
        builder.Entity<Account>().ToTable("accounts").HasIndex(account => account.PersonId);
        builder.Entity<IdentityUserClaim<string>>().ToTable("account_claims");
        builder.Entity<IdentityUserLogin<string>>().ToTable("account_logins");
        builder.Entity<IdentityUserClaim<string>>().HasIndex(claim => claim.UserId);
        builder.Entity<IdentityUserLogin<string>>().HasIndex(login => login.UserId);
        builder.Entity<IdentityUserToken<string>>().ToTable("account_tokens");

        builder.Entity<JurisdictionRow>().ToTable("jurisdictions").HasKey(row => row.Id);
        builder.Entity<UnitRow>().ToTable("units").HasKey(row => row.Id);
        builder.Entity<UnitRow>().HasIndex(row => new { row.JurisdictionId, row.Name }).IsUnique();
        builder.Entity<BodyRow>().ToTable("bodies").HasKey(row => row.Id);
        builder.Entity<BodyRow>().HasIndex(row => new { row.JurisdictionId, row.Name }).IsUnique();
        builder.Entity<PersonRow>().ToTable("people").HasKey(row => row.Id);
        builder.Entity<PersonRow>().HasIndex(row => new { row.JurisdictionId, row.Name });
        builder.Entity<PostRow>().ToTable("posts").HasKey(row => row.Id);
        builder.Entity<PostRow>().HasIndex(row => new { row.JurisdictionId, row.Kind, row.Name });
        builder.Entity<PostRow>().HasIndex(row => row.PersonId);
        builder.Entity<PostRow>().HasOne<PersonRow>().WithMany().HasForeignKey(row => row.PersonId);
        builder.Entity<GroupRow>().ToTable("groups").HasKey(row => row.Id);
        builder.Entity<GroupRow>().HasIndex(row => new { row.JurisdictionId, row.Name }).IsUnique();
        builder.Entity<TermRow>().ToTable("terms").HasKey(row => row.Id);
        builder.Entity<TermRow>().HasIndex(row => new { row.JurisdictionId, row.Name }).IsUnique();
        builder.Entity<DelegationRow>().ToTable("delegations").HasKey(row => row.Id);
        builder.Entity<DelegationRow>().HasIndex(row => row.DeputyId);
        builder.Entity<DelegationRow>().HasIndex(row => row.PersonId);
        builder.Entity<PlaceSettingRow>().ToTable("place_settings").HasKey(row => new { row.JurisdictionId, row.Name });
        builder.Entity<PreferenceRow>().ToTable("preferences").HasKey(row => new { row.PersonId, row.Name });

        builder.Entity<DefinitionRow>().ToTable("definitions").HasKey(row => new { row.JurisdictionId, row.DefinitionId });
        builder.Entity<DefinitionVersionRow>().ToTable("definition_versions").HasKey(row => row.Id);
        builder.Entity<DefinitionVersionRow>().HasIndex(row => new { row.JurisdictionId, row.DefinitionId, row.Version }).IsUnique();
        builder.Entity<DefinitionVersionRow>().HasOne<DefinitionFileRow>().WithMany().HasForeignKey(row => row.Digest);
        builder.Entity<DefinitionVersionRow>().HasIndex(row => row.EffectiveOn).HasFilter("state = 'Scheduled'");
        builder.Entity<DefinitionFileRow>().ToTable("definition_files").HasKey(row => row.Digest);
        builder.Entity<VersionMoveRow>().ToTable("version_moves").HasKey(row => row.Id);
        builder.Entity<VersionMoveRow>().HasIndex(row => new { row.JurisdictionId, row.DefinitionId });
        builder.Entity<VersionMoveCaseRow>().ToTable("version_move_cases").HasKey(row => new { row.MoveId, row.InstanceId });
        builder.Entity<VersionMoveCaseRow>().HasIndex(row => row.InstanceId);
        builder.Entity<VersionMoveCaseRow>().HasOne<VersionMoveRow>().WithMany().HasForeignKey(row => row.MoveId);

        builder.Entity<CycleRow>().ToTable("cycles").HasKey(row => row.Id);
        builder.Entity<CycleRow>().HasIndex(row => new { row.JurisdictionId, row.Year });
        builder.Entity<InstanceRow>().ToTable("instances").HasKey(row => row.Id);
        // Every index is paid for at every burst: rows that nobody looks for by it are left out.
        builder.Entity<InstanceRow>().HasIndex(row => row.CycleId).HasFilter("cycle_id IS NOT NULL");
        builder.Entity<InstanceRow>().HasIndex(row => row.ProjectId).HasFilter("project_id IS NOT NULL");
        builder.Entity<InstanceRow>().HasIndex(row => new { row.ParentId, row.ParentExecution, row.ChildKey }).IsUnique().HasFilter("parent_id IS NOT NULL");
        builder.Entity<InstanceRow>().HasIndex(row => row.Id).HasFilter("status = 'Running'");
        builder.Entity<InstanceRow>().HasIndex(row => new { row.StartedBy, row.StartedAt }).HasFilter("parent_id IS NULL");
        builder.Entity<InstanceRow>().HasOne<DefinitionVersionRow>().WithMany().HasForeignKey(row => row.DefinitionVersionId);
        builder.Entity<WaitRow>().ToTable("waits").HasKey(row => row.Id);
        builder.Entity<WaitRow>().HasIndex(row => row.InstanceId);
        builder.Entity<WaitRow>().HasIndex(row => row.Due).HasFilter("kind = 'Timer'");
        builder.Entity<WaitRow>().HasIndex(row => new { row.JurisdictionId, row.Name }).HasFilter("kind = 'Event'");
        builder.Entity<HistoryRow>().ToTable("history").HasKey(row => new { row.InstanceId, row.Seq });
        builder.Entity<SignalRow>().ToTable("signals").HasKey(row => row.Id);
        builder.Entity<SignalRow>().HasIndex(row => row.Created);

        builder.Entity<TaskRow>().ToTable("tasks").HasKey(row => row.Id);
        builder.Entity<TaskRow>().HasIndex(row => row.InstanceId);
        builder.Entity<TaskRow>().HasIndex(row => new { row.CycleId, row.State });
        builder.Entity<TaskRow>().HasIndex(row => new { row.JurisdictionId, row.State, row.Due });
        builder.Entity<TaskRow>().HasIndex(row => row.ProjectId).HasFilter("project_id IS NOT NULL");
        builder.Entity<TaskParticipantRow>().ToTable("task_participants").HasKey(row => new { row.TaskId, row.PersonId });
        builder.Entity<TaskParticipantRow>().HasIndex(row => new { row.PersonId, row.State, row.Due });
        builder.Entity<TaskParticipantRow>().HasOne<TaskRow>().WithMany().HasForeignKey(row => row.TaskId);
        builder.Entity<TaskActRow>().ToTable("task_acts").HasKey(row => new { row.TaskId, row.Seq });
        builder.Entity<TaskActRow>().HasIndex(row => new { row.PersonId, row.At });
        builder.Entity<TaskActRow>().HasOne<TaskRow>().WithMany().HasForeignKey(row => row.TaskId);
        // Rows written before these columns came are what they default to.
        builder.Entity<TaskRow>().Property(row => row.Mode).HasDefaultValue(Activities.Tasks.TaskMode.Any);
        builder.Entity<TaskParticipantRow>().Property(row => row.Kind).HasDefaultValue(Activities.Tasks.ShareKind.Given);
        builder.Entity<TaskActRow>().Property(row => row.Kind).HasDefaultValue(Activities.Tasks.TaskActKind.Answer);
        builder.Entity<TaskRow>().Property(row => row.IsQuick).HasDefaultValue(false);
        builder.Entity<TaskRow>().Property(row => row.Urged).HasDefaultValue(0);
        builder.Entity<TaskCopyRow>().ToTable("task_copies").HasKey(row => new { row.TaskId, row.PersonId });
        builder.Entity<TaskCopyRow>().HasIndex(row => new { row.PersonId, row.At });
        builder.Entity<DraftRow>().ToTable("drafts").HasKey(row => new { row.PersonId, row.Subject });

        builder.Entity<ItemRow>().ToTable("items").HasKey(row => row.Id);
        builder.Entity<ItemRow>().HasIndex(row => new { row.JurisdictionId, row.Number }).IsUnique();
        builder.Entity<ItemRow>().HasIndex(row => new { row.CycleId, row.Stage, row.Number });
        builder.Entity<ItemRow>().HasIndex(row => row.MergedInto).HasFilter("merged_into IS NOT NULL");
        builder.Entity<ItemRow>().HasOne<CycleRow>().WithMany().HasForeignKey(row => row.CycleId);
        builder.Entity<ItemProposerRow>().ToTable("item_proposers").HasKey(row => row.Receipt);
        builder.Entity<ItemProposerRow>().HasIndex(row => row.ItemId);
        builder.Entity<ItemProposerRow>().HasIndex(row => row.PersonId).HasFilter("person_id IS NOT NULL");
        builder.Entity<ItemProposerRow>().HasOne<ItemRow>().WithMany().HasForeignKey(row => row.ItemId);
        builder.Entity<ItemDecisionRow>().ToTable("item_decisions").HasKey(row => new { row.ItemId, row.Seq });
        builder.Entity<PlanRow>().ToTable("plans").HasKey(row => row.ItemId);
        builder.Entity<MilestoneRow>().ToTable("milestones").HasKey(row => new { row.ItemId, row.Position });
        builder.Entity<ProgressRow>().ToTable("progress").HasKey(row => new { row.ItemId, row.Seq });
        builder.Entity<RatingRow>().ToTable("ratings").HasKey(row => new { row.InstanceId, row.Seq });
        builder.Entity<RatingRow>().HasIndex(row => row.ItemId);
        builder.Entity<RatingRow>().HasIndex(row => new { row.JurisdictionId, row.CycleId });
        builder.Entity<FindingRow>().ToTable("findings").HasKey(row => row.Id);
        builder.Entity<FindingRow>().HasIndex(row => row.ItemId);
        builder.Entity<FindingRow>().HasIndex(row => new { row.CycleId, row.State });
        builder.Entity<FindingRow>().HasIndex(row => new { row.JurisdictionId, row.State });
        builder.Entity<FindingStepRow>().ToTable("finding_steps").HasKey(row => new { row.FindingId, row.Seq });
        builder.Entity<ProjectChangeRow>().ToTable("project_changes").HasKey(row => row.Id);
        builder.Entity<ProjectChangeRow>().HasIndex(row => row.ItemId);
        builder.Entity<ProjectChangeRow>().HasIndex(row => row.CycleId);
        builder.Entity<ProjectChangeRow>().HasIndex(row => row.JurisdictionId);
        builder.Entity<BallotEntryRow>().ToTable("ballot_entries").HasKey(row => new { row.BallotId, row.PersonId });
        builder.Entity<DocumentRow>().ToTable("documents").HasKey(row => row.Id);
        builder.Entity<DocumentRow>().HasIndex(row => new { row.JurisdictionId, row.Published });
        builder.Entity<DocumentRow>().HasIndex(row => row.CycleId);

        builder.Entity<BallotRow>().ToTable("ballots").HasKey(row => row.Id);
        builder.Entity<BallotRow>().HasIndex(row => row.InstanceId);
        builder.Entity<BallotRow>().HasIndex(row => new { row.JurisdictionId, row.State });
        builder.Entity<BallotRollRow>().ToTable("ballot_roll").HasKey(row => new { row.BallotId, row.PersonId });
        builder.Entity<BallotRollRow>().HasIndex(row => row.PersonId);
        builder.Entity<BallotSlipRow>().ToTable("ballot_slips").HasKey(row => new { row.BallotId, row.Key });
        builder.Entity<BallotReceiptRow>().ToTable("ballot_receipts").HasKey(row => new { row.BallotId, row.Code });

        builder.Entity<OutboxRow>().ToTable("outbox").HasKey(row => row.Id);
        builder.Entity<OutboxRow>().HasIndex(row => row.Key).IsUnique();
        builder.Entity<OutboxRow>().HasIndex(row => new { row.State, row.NotBefore }).HasFilter("state = 'Waiting'");
        builder.Entity<OutboxRow>().HasIndex(row => new { row.JurisdictionId, row.Created });
        builder.Entity<OutboxRow>().HasIndex(row => new { row.JurisdictionId, row.State }).HasFilter("state = 'GivenUp'");
        builder.Entity<OutboxRow>().HasIndex(row => new { row.PersonId, row.Created });
        builder.Entity<OutboxRow>().Property(row => row.Kind).HasDefaultValue(MessageKind.Task);
        builder.Entity<OutboxRow>().Property(row => row.Channel).HasDefaultValue(MessageChannel.Mail);
        builder.Entity<OutboxRow>().Property(row => row.State).HasDefaultValue(MessageState.Waiting);
        builder.Entity<DeliveryRow>().ToTable("deliveries").HasKey(row => new { row.OutboxId, row.Attempt });
        builder.Entity<AuditRow>().ToTable("audit").HasKey(row => new { row.JurisdictionId, row.Seq });
        builder.Entity<AuditHeadRow>().ToTable("audit_heads").HasKey(row => row.JurisdictionId);
        builder.Entity<FileRow>().ToTable("files").HasKey(row => new { row.JurisdictionId, row.Digest });
        builder.Entity<SettingRow>().ToTable("settings").HasKey(row => row.Name);

        foreach (var entity in builder.Model.GetEntityTypes())
        {
            foreach (var property in entity.GetProperties()) property.SetColumnName(SnakeCase(property.Name));
            if (entity.FindPrimaryKey() is { } key) key.SetName($"pk_{entity.GetTableName()}");
            foreach (var index in entity.GetIndexes())
                index.SetDatabaseName($"ix_{entity.GetTableName()}_{string.Join('_', index.Properties.Select(property => SnakeCase(property.Name)))}");
            foreach (var foreign in entity.GetForeignKeys())
            {
                foreign.SetConstraintName($"fk_{entity.GetTableName()}_{string.Join('_', foreign.Properties.Select(property => SnakeCase(property.Name)))}");
                if (entity.ClrType.Namespace == typeof(ItemRow).Namespace) foreign.DeleteBehavior = DeleteBehavior.Restrict;
            }
            if (JurisdictionId is not null && typeof(IJurisdictionRow).IsAssignableFrom(entity.ClrType)) OnlyOwn(entity);
        }
    }

    /// <summary>A plain comparison: with "or there is no jurisdiction" in it no index would be used.</summary>
    private void OnlyOwn(IMutableEntityType entity)
    {
        var row = Expression.Parameter(entity.ClrType, "row");
        var own = Expression.Property(Expression.Constant(this, typeof(WorkflowDb)), nameof(JurisdictionId));
        entity.SetQueryFilter(Expression.Lambda(Expression.Equal(Expression.Property(row, nameof(IJurisdictionRow.JurisdictionId)), own), row));
    }

    private static string SnakeCase(string name) => Hump().Replace(name, "_$1").ToLowerInvariant();

    [GeneratedRegex("(?<=[a-z0-9])([A-Z])")]
    private static partial Regex Hump();

    /// <summary>Contexts of one jurisdiction have filters in their model, contexts of all have none.</summary>
    private sealed class ModelByNarrowing : IModelCacheKeyFactory
    {
        public object Create(DbContext context, bool designTime) => (context.GetType(), ((WorkflowDb)context).JurisdictionId is null, designTime);
    }

    /// <summary>SQLite cannot order by offsets and PostgreSQL refuses them: times are stored in UTC.</summary>
    private sealed class UtcConverter() : ValueConverter<DateTimeOffset, DateTime>(
        at => at.UtcDateTime, at => new DateTimeOffset(DateTime.SpecifyKind(at, DateTimeKind.Utc)));
}

public sealed class SqliteWorkflowDb(DbContextOptions<SqliteWorkflowDb> options) : WorkflowDb(options);

public sealed class PostgresWorkflowDb(DbContextOptions<PostgresWorkflowDb> options) : WorkflowDb(options);
