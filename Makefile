.PHONY: build test run ci

build: ; dotnet build
test:  ; dotnet test
run:   ; dotnet run --project src/Minsheng.Workflow.Web
ci:    ; .ci/run
