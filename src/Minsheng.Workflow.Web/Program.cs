return await Minsheng.Workflow.Web.CommandLine.Cli.RunAsync(args);
