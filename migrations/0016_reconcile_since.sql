-- Most comparisons look only at what Security Hub has changed since this moment; empty: at everything.
alter table reconcile_runs add column since bigint;
