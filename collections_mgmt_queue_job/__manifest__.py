{
    "name": "Collections Management: Job Queue",
    "summary": "Spread long mass actions over workers and machines with the OCA job queue",
    "version": "19.0.1.0.0",
    "category": "Accounting/Accounting",
    "license": "LGPL-3",
    "author": "collections_mgmt contributors",
    "depends": ["collections_mgmt", "queue_job"],
    "data": ["data/queue_job_data.xml"],
    "auto_install": True,
    "installable": True,
}
