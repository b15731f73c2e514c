from odoo import models

ACTIVITY = "collections_mgmt.mail_activity_type_process"


class CollectionsProcessTask(models.Model):
    """Telling people in their activities what is with them, all at once.

    A specialist finds his tasks on the customers of his list and in "My Tasks". Salespeople, who see no accounts, are
    told on the contact, without amounts: a contact is read by everybody. Supervisors are told on the account.
    """

    _inherit = "collections.process.task"

    def _tell(self):
        """One activity each; none by e-mail."""
        tasks = self.filtered(lambda task: task.user_id.active and task.executor in ("salesperson", "supervisor"))
        tasks.account_id.mapped("display_name")  # read at once; the activities would ask for it one by one
        activities = (
            self.env["mail.activity"]
            .with_context(mail_activity_quick_update=True)
            .create([task._activity_vals() for task in tasks])
        )
        for task, activity in zip(tasks, activities, strict=True):
            task.activity_id = activity

    def _activity_vals(self):
        sales = self.executor == "salesperson"
        record = self.account_id.partner_id if sales else self.account_id
        return {
            "activity_type_id": self.env["ir.model.data"]._xmlid_to_res_id(ACTIVITY),
            "res_model_id": self.env["ir.model"]._get_id(record._name),
            "res_id": record.id,
            "user_id": self.user_id.id,
            "summary": self.name,
            "note": self.instruction,
            "date_deadline": self.due_on or self.started_on,
        }

    def _untell(self):
        """What is dealt with is nobody's activity any more: done with the task, else it goes."""
        activities = self.activity_id.filtered("active")
        done = self.filtered(lambda task: task.state == "done").activity_id & activities
        done.action_archive()  # as Odoo does with those that are marked as done
        (activities - done).unlink()
        self.invalidate_recordset(["activity_id"])
